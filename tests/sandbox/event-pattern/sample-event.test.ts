import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import { matches, parseEvent, parsePattern } from '../../../sandbox/event-pattern/index';

const ENVELOPE = {
  id: '1',
  account: '111111111111',
  source: 's',
  time: '2026-01-01T00:00:00Z',
  region: 'r',
  'detail-type': 'd',
};
const withDetail = (detail: string): string => `${JSON.stringify(ENVELOPE).slice(0, -1)},"detail":${detail}}`;

describe('a sample event', () => {
  it('is read like any JSON', () => {
    const detail = { a: [1, -2.5e3, 'x"\\\u00e9\n', null, true, false, {}, []], b: { c: '' }, ['__proto__']: 1 };
    assert.deepEqual(parseEvent(withDetail(JSON.stringify(detail))), { ...ENVELOPE, detail });
  });

  it('has the last of two equal fields', () => {
    assert.deepEqual(parseEvent(withDetail('{"a":1,"a":2}')).detail, { a: 2 });
  });

  it('keeps apart integers that a double cannot hold', () => {
    const pattern = parsePattern('{"detail":{"a":[12345678901234567890]}}');
    assert.equal(matches(pattern, parseEvent(withDetail('{"a":12345678901234567890}'))), true);
    assert.equal(matches(pattern, parseEvent(withDetail('{"a":12345678901234567891}'))), false);
    const range = parsePattern('{"detail":{"a":[{"numeric":[">",1]}]}}');
    assert.equal(matches(range, parseEvent(withDetail('{"a":12345678901234567890}'))), false);
    assert.equal(matches(range, parseEvent(withDetail('{"a":12345678901234567000}'))), true);
  });

  it('is refused when it is no JSON object or lacks a mandatory field', () => {
    const incomplete = Object.keys(ENVELOPE).map((name) => JSON.stringify({ ...ENVELOPE, [name]: undefined }));
    for (const source of ['', 'text', '"text"', '[]', 'null', '{', '{}', `${withDetail('1')},`, ...incomplete]) {
      assert.throws(
        () => parseEvent(source),
        (error: unknown) =>
          error instanceof AwsError &&
          error.code === 'ValidationException' &&
          error.message === 'Parameter Event is not valid.',
        source,
      );
    }
  });
});
