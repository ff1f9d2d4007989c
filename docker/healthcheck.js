// Exit 0 when the program answers on /healthz. Run by Docker; the image has no curl.
const port = process.env.LIANFANG_HTTP_PORT ?? '8080';
try {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
