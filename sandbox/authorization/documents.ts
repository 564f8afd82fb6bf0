/** Policy documents as a decision reads them: what their statements speak of, before any condition is weighed. */
import { type PolicyStatement, statementsOf } from '../core/policy-document';
import type { PolicyDocument } from '../core/service';

/** A document and what a decision needs to know of its statements before it weighs any of them. */
export interface ReadPolicy {
  readonly document: PolicyDocument;
  /** Whether a statement allows every action on every resource, whatever the conditions of the request. */
  readonly allowsEverything: boolean;
  /** Whether a Deny statement names this action, wherever and whenever it applies. */
  readonly mayDeny: (action: string) => boolean;
  /** The document without the statements that do not name this action: they have no say in it, and take time to weigh. */
  readonly about: (action: string) => PolicyDocument;
}

const TEXTS_KEPT = 10_000;
const texts = new Map<string, ReadPolicy>();

/** Reads a policy that is kept as text. */
export function readText(text: string): ReadPolicy {
  let policy = texts.get(text);
  if (policy === undefined) {
    policy = readDocument(JSON.parse(text) as PolicyDocument);
    if (texts.size >= TEXTS_KEPT) texts.clear();
    texts.set(text, policy);
  }
  return policy;
}

/** Reads a policy that is kept as a document, anew each time: its service may have changed it in place. */
export function readDocument(document: PolicyDocument): ReadPolicy {
  const statements = statementsOf(document);
  const matchers = statements.map(actionMatcher);
  const narrowed = new Map<string, PolicyDocument>();
  return {
    document,
    allowsEverything: statements.some(allowsEverything),
    mayDeny: (action) => statements.some(({ effect }, index) => effect === 'Deny' && matchers[index]?.(action)),
    about: (action) => {
      const known = narrowed.get(action);
      if (known !== undefined) return known;
      const Statement = [document.Statement].flat().filter((_, index) => matchers[index]?.(action));
      const made = { ...document, Statement };
      narrowed.set(action, made);
      return made;
    },
  };
}

function allowsEverything(statement: PolicyStatement): boolean {
  return (
    statement.effect === 'Allow' &&
    statement.principals.length === 0 &&
    !statement.exceptActions &&
    statement.actions.includes('*') &&
    !statement.exceptResources &&
    statement.resources.includes('*') &&
    Object.keys(statement.conditions).length === 0
  );
}

function actionMatcher(statement: PolicyStatement): (action: string) => boolean {
  const patterns = statement.actions.map((action) =>
    action
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.'),
  );
  const named = new RegExp(`^(?:${patterns.join('|')})$`, 'i');
  return (action) => named.test(action) !== statement.exceptActions;
}

/**
 * The document as it stands for a request on `*`: a statement about particular resources does not allow it.
 *
 * @param narrowDenies whether a Deny about particular resources refuses it; so it must, where AWS would have been asked
 * about a particular resource
 */
export function forAllResources(document: PolicyDocument, narrowDenies: boolean): PolicyDocument {
  const statements = [document.Statement].flat() as Record<string, unknown>[];
  const read = statementsOf(document);
  return {
    ...document,
    Statement: statements
      .filter((_, index) => {
        const { effect, resources, exceptResources } = read[index] as PolicyStatement;
        if (resources.length === 0) return true;
        const everywhere = resources.includes('*') !== exceptResources;
        return everywhere || (effect === 'Deny' && narrowDenies);
      })
      .map(({ Resource, NotResource, ...rest }) =>
        Resource === undefined && NotResource === undefined ? rest : { ...rest, Resource: '*' },
      ),
  };
}
