import assert from 'node:assert/strict';
import { State } from '../../../sandbox/core/state';
import { changesBetween, restoreInventory, takeInventory } from '../../../sandbox/drill/inventory';

interface Rule {
  state: string;
  generation: number;
  targets: Map<string, { arn: string }>;
  settings: { pattern?: string };
}

/** A bus with one rule, and what passes. */
function organization(): { state: State; rules: Map<string, Rule>; history: string[] } {
  const state = new State();
  const rule: Rule = { state: 'ENABLED', generation: 1, targets: new Map([['bus', { arn: 'arn' }]]), settings: {} };
  const rules = new Map([['forward', rule]]);
  state.at('events/111111111111/us-east-1', () => ({ rules }));
  return { state, rules, history: state.at('cloudtrail-history/111111111111/us-east-1', () => [] as string[]) };
}

describe('the inventory', () => {
  it('finds nothing changed when nothing is, whatever happened', () => {
    const { state, rules, history } = organization();
    const before = takeInventory(state);
    history.push('a call');
    (rules.get('forward') as Rule).generation = 2;
    state.at('logs/111111111111/us-east-1', () => new Map());
    assert.deepEqual(changesBetween(before, takeInventory(state)), []);
  });

  const tamperings: [what: string, tamper: (rules: Map<string, Rule>, rule: Rule) => void, changes: RegExp[]][] = [
    [
      'what was switched off',
      (_, rule) => void Object.assign(rule, { state: 'DISABLED' }),
      [/state: was "ENABLED", is "DISABLED"$/],
    ],
    ['what was taken away', (rules) => rules.delete('forward'), [/forward: was \{.*\}, is not there$/]],
    [
      'what was added',
      (_, rule) => rule.targets.set('mine', { arn: 'mine' }),
      [/forward \/ targets \/ mine: was not there, is \{arn:"mine"\}$/],
    ],
    [
      'what was replaced',
      (_, rule) => void Object.assign(rule, { settings: { pattern: '{}' } }),
      [/settings \/ pattern: was not there/],
    ],
  ];
  for (const [what, tamper, expected] of tamperings)
    it(`finds ${what}, and puts it back in the same objects`, () => {
      const { state, rules } = organization();
      const rule = rules.get('forward') as Rule;
      const before = takeInventory(state);
      tamper(rules, rule);
      const changes = changesBetween(before, takeInventory(state));
      assert.equal(changes.length, expected.length);
      for (const [index, pattern] of expected.entries()) assert.match(changes[index] ?? '', pattern);
      restoreInventory(state, before);
      assert.equal(rules.get('forward'), rule);
      assert.deepEqual(changesBetween(before, takeInventory(state)), []);
    });

  it('names the service, the account and the Region of a change', () => {
    const { state, rules } = organization();
    const before = takeInventory(state);
    rules.clear();
    const [change = ''] = changesBetween(before, takeInventory(state));
    assert.match(change, /^events 111111111111 us-east-1 \/ rules \/ forward: /);
  });

  it('leaves alone what passes, and takes away reports that wait', () => {
    const { state, rules } = organization();
    const queue = { attributes: new Map<string, string>(), messages: [] as string[], sent: new Map<string, number>() };
    state.at('sqs/111111111111/us-east-1', () => ({ queues: new Map([['letters', queue]]) }));
    const before = takeInventory(state);
    (rules.get('forward') as Rule).generation = 7;
    queue.messages = ['a report'];
    queue.sent.set('one', 1);
    assert.deepEqual(changesBetween(before, takeInventory(state)), []);
    restoreInventory(state, before);
    assert.equal((rules.get('forward') as Rule).generation, 7);
    assert.deepEqual(queue.messages, []);
    assert.equal(queue.sent.size, 1);
  });

  it('takes away places that were not there', () => {
    const { state } = organization();
    const before = takeInventory(state);
    state.at('kms/222222222222/us-east-1', () => ({ keys: new Map([['id', {}]]) }));
    restoreInventory(state, before);
    assert.deepEqual(state.entries('kms/'), []);
  });
});
