#!/usr/bin/env python3
"""Checks the hashes and the tree of a receipt, as a second opinion on verify-receipt.mjs; of a signature it says whether it could look.
用 Python 复核回执的散列与证明。 python3 verify_receipt.py RECEIPT.json | --canonical FILE   Exit codes: 0 holds, 1 does not, 2 unreadable"""
import base64, hashlib, json, math, sys

def pairs(members):
    if len({name for name, _ in members}) < len(members): raise ValueError('a member stands twice')
    return dict(members)

def number(value):  # As ECMAScript writes it.
    value = float(value)
    if not math.isfinite(value): raise ValueError('no such number')
    if value == 0: return '0'
    mantissa, _, exponent = ('%s' % repr(abs(value))).partition('e')
    whole, _, decimals = mantissa.partition('.')
    digits, point = whole + (decimals if decimals != '0' else ''), len(whole) + int(exponent or 0)
    stripped = digits.lstrip('0'); point -= len(digits) - len(stripped); digits = stripped.rstrip('0')
    if 0 < point <= 21: text = digits.ljust(point, '0') if len(digits) <= point else digits[:point] + '.' + digits[point:]
    elif -6 < point <= 0: text = '0.' + '0' * -point + digits
    else: text = digits[0] + ('.' + digits[1:] if len(digits) > 1 else '') + 'e' + ('+' if point > 0 else '-') + str(abs(point - 1))
    return ('-' if value < 0 else '') + text

def canonical(value):
    if value is None or isinstance(value, bool): return json.dumps(value)
    if isinstance(value, (int, float)): return number(value)
    if isinstance(value, str): value.encode('utf-8'); return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list): return '[' + ','.join(map(canonical, value)) + ']'
    return '{' + ','.join(canonical(name) + ':' + canonical(value[name]) for name in sorted(value, key=lambda name: name.encode('utf-16-be'))) + '}'

sha = lambda *parts: hashlib.sha256(b''.join(parts)).digest()
digest = lambda value: sha(canonical(value).encode()).hex()

def root(leaf, place, last, proof):  # RFC 9162, 2.1.3.2
    for step in map(bytes.fromhex, proof):
        if last == 0: return None
        if place % 2 or place == last:
            leaf = sha(b'\1', step, leaf)
            while not place % 2 and place: place, last = place // 2, last // 2
        else: leaf = sha(b'\1', leaf, step)
        place, last = place // 2, last // 2
    return leaf.hex() if last == 0 else None

def check(receipt):
    before, head = None, receipt['head']
    for index, event in enumerate(receipt['events']):
        place = 'revision %s: ' % event['revision']
        hashed = {name: event[name] for name in ('stream', 'revision', 'id', 'type', 'data')}
        hashed['metadata'] = {name: value for name, value in event['metadata'].items() if name != 'hash'}
        if event['stream'] != 'serviceRequest-%(hallId)s.%(requestId)s' % receipt: return place + 'of another request'
        if event['revision'] != str(index): return place + 'out of its place'
        if digest(hashed) != event['metadata']['hash']: return place + 'edited'
        if event['metadata'].get('previousHash') != before: return place + 'does not follow'
        before = event['metadata']['hash']
        leaf = sha(b'\0', bytes.fromhex(before))
        if event['leafIndex'] == 0 and leaf.hex() != head['logId']: return place + 'of another log'
        if root(leaf, event['leafIndex'], head['treeSize'] - 1, event['proof']) != head['rootHash']: return place + 'not in the tree'
    if digest({name: value for name, value in receipt.items() if name != 'seal'}) != receipt['seal']['digest']: return 'the receipt was edited'
    return signatures(receipt)

def signatures(receipt):
    try: from cryptography.hazmat.primitives.serialization import load_der_public_key
    except ImportError: return print('The signatures were not checked: there is no package "cryptography" here. 未校验签名。')
    keys = {sha(base64.b64decode(key['publicKey'])).hex()[:16]: base64.b64decode(key['publicKey']) for key in receipt['keys']}
    for kind, statement in (('tree-head', receipt['head']), ('receipt', receipt['seal'])):
        signed = canonical({name: value for name, value in statement.items() if name != 'signature'})
        try: load_der_public_key(keys[statement['keyId']]).verify(base64.b64decode(statement['signature']), ('service-efficiency-tracker/%s/v1\n%s' % (kind, signed)).encode())
        except Exception: return 'the signature of the %s does not hold' % kind
    print('The signatures hold under the keys in the receipt; compare the fingerprint: %s 签名有效，请核对密钥指纹。' % sha(keys[receipt['head']['keyId']]).hex())

if __name__ == '__main__':
    try:
        with open(sys.argv[-1], encoding='utf-8', newline='') as file: read = json.load(file, object_pairs_hook=pairs)
        if sys.argv[1] == '--canonical': sys.stdout.buffer.write(('\n'.join('%s %s' % (digest(one), canonical(one)) for one in read) + '\n').encode()); sys.exit(0)
        wrong = check(read)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error: sys.exit(print('Cannot be checked 无法校验: %r' % error) or 2)
    print('NOT GENUINE 并非真实: %s' % wrong if wrong else 'Hashes and tree hold 散列与证明无误')
    sys.exit(1 if wrong else 0)
