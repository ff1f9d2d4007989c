import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw } from 'node:zlib';
import type { Context } from 'hono';
import { ApiProblem } from './problem.ts';

/** Of a body, both as it comes and inflated: 5,000 readings of all parameters are a third of it. */
export const MAX_BODY_BYTES = 8 * 1_048_576;

const inflaters = { gzip: promisify(gunzip), deflate: promisify(inflate), raw: promisify(inflateRaw) };

/**
 * The bytes of a request after its Content-Encoding. Throws `body_too_large` before more than the bound is in memory, however
 * well it is compressed; `unsupported_encoding`; `bad_body` when the compression is broken or the sender hung up.
 */
export async function requestBody(c: Context, maxBytes: number = MAX_BODY_BYTES): Promise<Uint8Array> {
  const request = c.req.raw;
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (!['identity', 'gzip', 'x-gzip', 'deflate'].includes(encoding)) {
    // RFC 9110 section 15.5.16.
    c.header('Accept-Encoding', 'gzip, deflate');
    throw new ApiProblem('unsupported_encoding', { detail: `${encoding.slice(0, 40)}; known are gzip and deflate` });
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const sent = await boundedBytes(request, maxBytes);
  if (encoding === 'identity') return sent;
  try {
    return await inflaters[encoding === 'deflate' ? deflateKind(sent) : 'gzip'](sent, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new ApiProblem('bad_body', { detail: `the body is not ${encoding}, or was cut off` });
  }
}

async function boundedBytes(request: Request, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.byteLength;
      if (length > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw new ApiProblem('bad_body', { detail: 'the body broke off' });
  }
  if (length > maxBytes) throw tooLarge(maxBytes);
  return Buffer.concat(chunks);
}

/** RFC 9110 section 8.4.1.2: deflate is the zlib format, and some senders leave its two header bytes out. */
function deflateKind(bytes: Buffer): 'deflate' | 'raw' {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0 ? 'deflate' : 'raw';
}

function tooLarge(maxBytes: number): ApiProblem {
  return new ApiProblem('body_too_large', { detail: `at most ${maxBytes} bytes, before and after decompression` });
}
