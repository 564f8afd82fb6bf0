import assert from 'node:assert/strict';
import { asWritten, changes, isSame } from '../../../sandbox/resources/change';

interface Inputs {
  readonly description?: string;
  readonly logging?: boolean;
  readonly policy?: string | object;
  readonly retention?: number;
  readonly selectors?: readonly object[];
}

describe('a change of an input', () => {
  const differs = (news: Inputs, olds: Inputs, input: keyof Inputs): boolean => changes({}, news, olds)(input);

  it('is another value, whichever side says it', () => {
    assert.equal(differs({ retention: 30 }, { retention: 90 }, 'retention'), true);
    assert.equal(differs({ retention: 30 }, {}, 'retention'), true);
    assert.equal(differs({}, { retention: 30 }, 'retention'), true);
    assert.equal(differs({ retention: 30 }, { retention: 30, description: 'a' }, 'retention'), false);
  });

  it('is none between nothing and what the provider takes for nothing', () => {
    assert.equal(differs({ description: '' }, {}, 'description'), false);
    assert.equal(differs({ logging: false }, {}, 'logging'), false);
    assert.equal(differs({}, { retention: 0 }, 'retention'), false);
    assert.equal(differs({ selectors: [] }, {}, 'selectors'), false);
  });

  it('is measured against the default of what is left out', () => {
    const of = (news: Inputs, olds: Inputs): boolean => changes({ defaults: { logging: true } }, news, olds)('logging');
    assert.equal(of({}, { logging: true }), false);
    assert.equal(of({}, { logging: false }), true);
    assert.equal(of({ logging: false }, {}), true);
  });

  it('is none where a program leaves to AWS what AWS computes', () => {
    const of = (news: Inputs, olds: Inputs): boolean => changes({ computed: ['retention'] }, news, olds)('retention');
    assert.equal(of({}, { retention: 30 }), false);
    assert.equal(of({ retention: 30 }, {}), true);
  });

  it('is none where two documents say the same', () => {
    const policy = '{ "b": [1, 2], "a": "x" }';
    assert.equal(differs({ policy: { a: 'x', b: [1, 2] } }, { policy }, 'policy'), false);
    assert.equal(differs({ policy: { a: 'x', b: [2, 1] } }, { policy }, 'policy'), true);
  });

  it('is found within structures and lists, by the same rule', () => {
    assert.equal(isSame({ retry: { attempts: 1 } }, { retry: { attempts: 2 } }), false);
    assert.equal(isSame({ retry: { attempts: 0 } }, {}), true);
    assert.equal(isSame([{ type: 'a' }, { type: 'b' }], [{ type: 'b' }, { type: 'a' }]), false);
  });

  it('is found in a document where nothing and false are two things', () => {
    assert.equal(isSame('{"a":false}', '{}'), false);
    assert.equal(isSame('{"a":false}', { a: false }), true);
  });

  it('takes text that only looks like JSON for text', () => {
    assert.equal(isSame('{ $.eventName = "A" }', '{ $.eventName = "B" }'), false);
  });
});

describe('a document that AWS answers', () => {
  it('is shown as the program wrote it while it says the same', () => {
    assert.equal(asWritten('{ "a": 1 }', '{"a":1}'), '{ "a": 1 }');
    assert.equal(asWritten({ a: 1 }, '{ "a": 1 }'), '{"a":1}');
  });

  it('is shown as it is once it says something else, or when no program asks', () => {
    assert.equal(asWritten('{"a":1}', '{"a":2}'), '{"a":2}');
    assert.equal(asWritten(undefined, '{"a":2}'), '{"a":2}');
    assert.equal(asWritten('{"a":1}', undefined), undefined);
  });
});
