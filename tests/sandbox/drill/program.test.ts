import assert from 'node:assert/strict';
import type { AttackResult } from '../../../sandbox/drill/drill-run';
import { Program } from '../../../sandbox/drill/program';
import type { Scenario } from '../../../sandbox/drill/scenario';

const SCENARIOS = ['a', 'b', 'c', 'd'].map((id) => ({ id }) as Scenario);
const result = (id: string) => ({ id }) as AttackResult;

function program(): { program: Program; told: string[] } {
  const told: string[] = [];
  return { program: new Program(SCENARIOS, ({ id }) => void told.push(id)), told };
}

const taken = (from: Program) => from.take()?.id;

describe('the program of a drill', () => {
  it('hands out every attack once, in order', () => {
    const { program: drill } = program();
    assert.deepEqual([taken(drill), taken(drill), taken(drill), taken(drill)], ['a', 'b', 'c', 'd']);
    assert.equal(taken(drill), undefined);
  });

  it('tells of results in the order of the attacks, however they come, and of each as soon as it can', () => {
    const { program: drill, told } = program();
    drill.add(result('b'));
    assert.deepEqual(told, []);
    drill.add(result('a'));
    assert.deepEqual(told, ['a', 'b']);
    drill.add(result('d'));
    assert.deepEqual(told, ['a', 'b']);
    drill.add(result('c'));
    assert.deepEqual(told, ['a', 'b', 'c', 'd']);
    assert.deepEqual(
      drill.results().map(({ id }) => id),
      told,
    );
  });

  it('begins no further attack once it was stopped', () => {
    const { program: drill } = program();
    assert.equal(taken(drill), 'a');
    drill.stop();
    assert.equal(taken(drill), undefined);
  });
});
