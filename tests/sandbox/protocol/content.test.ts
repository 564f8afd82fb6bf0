import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { WireRequest } from '../../../sandbox/protocol';
import { decodeContent } from '../../../sandbox/protocol/content';

function request(headers: Record<string, string>, body: string | Uint8Array): WireRequest {
  return { method: 'PUT', path: '/', query: new URLSearchParams(), headers, body: Buffer.from(body) };
}

function text({ body }: WireRequest): string {
  return Buffer.from(body).toString();
}

describe('the content of a request', () => {
  it('comes out of its compression', () => {
    const sent = request({ 'content-encoding': 'gzip' }, gzipSync('{"a":1}'));
    assert.equal(text(decodeContent(sent, true)), '{"a":1}');
  });

  it('stays compressed where the compression is part of an object', () => {
    const sent = request({ 'content-encoding': 'gzip' }, gzipSync('object'));
    assert.equal(decodeContent(sent, false), sent);
  });

  it('is refused when it is not compressed as it says', () => {
    const sent = request({ 'content-encoding': 'gzip' }, 'plain');
    assert.throws(() => decodeContent(sent, true), { code: 'SerializationException' });
  });

  it('comes out of its chunks, with the checksum behind them as a header', () => {
    const body =
      '5;chunk-signature=0123\r\nhello\r\n6;chunk-signature=4567\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n';
    const sent = request({ 'content-encoding': 'aws-chunked, gzip', 'content-length': '99' }, body);
    const decoded = decodeContent(sent, false);
    assert.equal(text(decoded), 'hello world');
    assert.deepEqual(decoded.headers, {
      'content-encoding': 'gzip',
      'content-length': '11',
      'x-amz-checksum-crc32': 'DUoRhQ==',
    });
  });

  it('comes out of chunks that only the signature announces', () => {
    const sent = request({ 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }, '3\r\nabc\r\n0\r\n\r\n');
    assert.equal(text(decodeContent(sent, false)), 'abc');
  });

  for (const [title, body] of [
    ['no size', 'hello'],
    ['a size that is no number', 'x\r\nhello\r\n0\r\n\r\n'],
    ['fewer bytes than its size', '9\r\nhello\r\n'],
    ['no end', '5\r\nhello\r\n'],
  ]) {
    it(`is refused when a chunk has ${title}`, () => {
      const sent = request({ 'content-encoding': 'aws-chunked' }, body ?? '');
      assert.throws(() => decodeContent(sent, false), { code: 'IncompleteBody' });
    });
  }
});
