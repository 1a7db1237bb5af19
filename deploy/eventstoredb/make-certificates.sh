#!/bin/bash
# Makes the certificate authority and one certificate for each node, once, with the vendor's own tool (es-gencert-cli).
# Each reader has a volume of its own: only this script ever sees the authority's key, and no node sees another's.
#   CERTIFICATES/authority  CERTIFICATES/node-1 .. node-3  CERTIFICATES/client
set -euo pipefail

certificates=${CERTIFICATES:-/certificates}
owner=${OWNER:-1000:1000}
days=${DAYS:-1825}
addresses=(172.30.240.11 172.30.240.12 172.30.240.13)
done_mark="$certificates/authority/.complete"

if [[ -f $done_mark ]]; then
  echo 'The certificates are there already. 证书已存在。'
  exit 0
fi

cd "$certificates/authority"
if [[ ! -f ca/ca.crt ]]; then
  es-gencert-cli create-ca -days "$days" -out ./ca
fi
for number in 1 2 3; do
  node="$certificates/node-$number"
  address=${addresses[number - 1]}
  # What a run that was interrupted left behind: the tool overwrites nothing.
  rm -rf "./node-$number"
  es-gencert-cli create-node -days "$days" -ca-certificate ./ca/ca.crt -ca-key ./ca/ca.key -out "./node-$number" \
    -ip-addresses "127.0.0.1,$address" -dns-names "localhost,eventstoredb-$number"
  rm -rf "$node/ca" "$node/node.crt" "$node/node.key"
  mkdir "$node/ca"
  mv "./node-$number/node.crt" "./node-$number/node.key" "$node/"
  rmdir "./node-$number"
  cp ca/ca.crt "$node/ca/ca.crt"
  chmod 0444 "$node/node.crt" "$node/ca/ca.crt"
  chmod 0400 "$node/node.key"
  chown -R "$owner" "$node/ca" "$node/node.crt" "$node/node.key"
done
cp ca/ca.crt "$certificates/client/ca.crt"
chmod 0444 "$certificates/client/ca.crt"
chmod 0400 ca/ca.key
touch "$done_mark"
echo 'Made the authority and three node certificates. 已生成根证书和三个节点证书。'
