// Exit code 0 when the service in this container is ready, else 1 and a sentence; the image has neither curl nor wget.
import { readFileSync } from 'node:fs';
import { get as getInTheClear } from 'node:http';
import { get as getByTls } from 'node:https';

const { HOST, PORT, TLS_CERT_FILE: certificate } = process.env;
const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[HOST] ?? (HOST || '127.0.0.1');
const address = `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${PORT || '3000'}/health/ready`;

const fail = (sentence) => {
  console.error(sentence);
  process.exitCode = 1;
};
// Its own certificate is named for the hall, not for this address.
const tls = certificate ? { ca: readFileSync(certificate), checkServerIdentity: () => undefined } : {};
const asked = (certificate ? getByTls : getInTheClear)(address, { ...tls, agent: false, timeout: 4000 }, (answer) => {
  let text = '';
  answer.setEncoding('utf8').on('data', (part) => (text += part));
  answer.on('end', () => (answer.statusCode === 200 ? console.log('ready') : fail(`not ready: ${answer.statusCode} ${text.slice(0, 500)}`)));
});
asked.on('timeout', () => asked.destroy(Object.assign(new Error('no answer in 4 s'), { code: 'TIMEOUT' })));
asked.on('error', (error) => fail(`no answer at ${address}: ${error.code ?? error.name}`));
