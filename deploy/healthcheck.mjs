// Exit code 0 when the service in this container is ready, else 1 and a sentence; the image has neither curl nor wget.
const port = process.env.PORT || '3000';
const host = process.env.HOST || '127.0.0.1';
const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}/health/ready`;

try {
  const answer = await fetch(address, { signal: AbortSignal.timeout(4000) });
  if (answer.ok) console.log('ready');
  else console.error(`not ready: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.error(`no answer at ${address}: ${error.cause?.code ?? error.name}`);
  process.exitCode = 1;
}
