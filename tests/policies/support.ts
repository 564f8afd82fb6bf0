/** Rules against what the real stacks declare, and against weaker variants of it. */
import assert from 'node:assert/strict';
import type { Properties } from '../../policies/property';
import { type DeclaredResource, kindOf } from '../../policies/resource';
import type { ResourceRule } from '../../policies/rule';
import { DEFAULT_SETTINGS, type Settings } from '../../policies/settings';
import { deployedStack } from '../support/deployment';
import { madeBy } from '../support/resources';

/**
 * What a stack of the sample organization declares: the inputs, which the engine hands over before it does anything, or the
 * state, which it hands over at the end.
 */
export async function declaredIn(
  stack: string,
  what: 'inputs' | 'state' = 'inputs',
): Promise<readonly DeclaredResource[]> {
  return madeBy(await deployedStack(stack)).map(({ urn, type, name, inputs, outputs, protect, dependencies }) => ({
    urn,
    kind: kindOf(type),
    name,
    properties: what === 'inputs' ? inputs : { ...inputs, ...outputs },
    isProtected: protect,
    dependencies,
  }));
}

/** One resource of a stack, as `kind name`. */
export async function declared(stack: string, line: string): Promise<DeclaredResource> {
  const found = (await declaredIn(stack)).filter(({ kind, name }) => `${kind} ${name}` === line);
  assert.equal(found.length, 1, `The stack ${stack} has ${found.length} of ${line}.`);
  return found[0] as DeclaredResource;
}

/** A resource that no stack has: what a change could add. */
export function added(kind: string, properties: Properties): DeclaredResource {
  return {
    urn: `urn:pulumi:test::test::${kind}::added`,
    kind,
    name: 'added',
    properties,
    isProtected: false,
    dependencies: [],
  };
}

/** A variant of a resource. */
export function changed(resource: DeclaredResource, properties: Properties): DeclaredResource {
  return { ...resource, properties: { ...resource.properties, ...properties } };
}

/** A policy document with a change to the statement of an id. */
export function withStatement(document: unknown, sid: string, change: (statement: Statement) => Statement): Properties {
  const parsed = (typeof document === 'string' ? JSON.parse(document) : document) as { Statement: Statement[] };
  assert.ok(
    parsed.Statement.some(({ Sid }) => Sid === sid),
    `There is no statement ${sid}.`,
  );
  return { ...parsed, Statement: parsed.Statement.map((each) => (each.Sid === sid ? change(each) : each)) };
}

export interface Statement extends Properties {
  readonly Sid: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A statement without one of its condition keys. */
export function withoutCondition(key: string): (statement: Statement) => Statement {
  return (statement) => ({
    ...statement,
    Condition: Object.fromEntries(
      Object.entries(statement.Condition ?? {}).map(([operator, keys]) => [
        operator,
        Object.fromEntries(Object.entries(keys).filter(([name]) => name !== key)),
      ]),
    ),
  });
}

/** What a rule says of a resource that is of one of its kinds. */
export function messages(
  rule: ResourceRule,
  resource: DeclaredResource,
  settings: Partial<Settings> = {},
): readonly string[] {
  assert.ok(rule.kinds.includes(resource.kind), `${rule.name} does not look at ${resource.kind}.`);
  return rule.check(resource, { ...DEFAULT_SETTINGS, ...settings });
}

/** A weaker variant, by what it is, and what the rule says of it. */
export type Weakening = readonly [promise: string, properties: Properties, messages: readonly string[]];

/** Promises that a rule reports each variant of a resource, and nothing on the resource itself. */
export function reports(rule: ResourceRule, stack: string, line: string, weakenings: readonly Weakening[]): void {
  describe(`on ${line}`, () => {
    let resource: DeclaredResource;
    before(async () => {
      resource = await declared(stack, line);
    });

    it('finds nothing as it is declared', () => {
      assert.deepEqual(messages(rule, resource), []);
    });

    for (const [promise, properties, expected] of weakenings)
      it(`reports ${promise}`, () => {
        assert.deepEqual(messages(rule, changed(resource, properties)), expected);
      });
  });
}
