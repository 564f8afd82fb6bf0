/** What `pulumi preview --json` says that a deployment would do. */
import { type Fields, fieldsOf, itemsOf, plainText, textOf } from './parsed';

/**
 * The digest of a preview, as far as a report needs it.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/pkg/display/json.go
 */
export interface Digest {
  readonly steps: readonly Step[];
  /** How many resources each operation is about, resources that stay the same included. */
  readonly counts: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Step {
  /** `same`, `create`, `update`, `replace`, `delete`, `read`, … */
  readonly operation: string;
  readonly urn: string;
  /** As it is deployed; not there for what is created. */
  readonly before?: ResourceState;
  /** As the program declares it; not there for what is deleted. */
  readonly after?: ResourceState;
  /** The properties for which it is replaced. */
  readonly replaceReasons: readonly string[];
  /** The properties that differ. */
  readonly diffReasons: readonly string[];
}

export interface ResourceState {
  readonly inputs: Fields;
  readonly outputs: Fields;
  readonly isProtected: boolean;
  readonly isRetained: boolean;
}

export interface Diagnostic {
  readonly severity: string;
  readonly message: string;
}

/**
 * Reads a digest.
 *
 * @throws SyntaxError for a text that is no JSON
 */
export function parseDigest(text: string): Digest {
  const digest = fieldsOf(JSON.parse(text) as unknown);
  return {
    steps: itemsOf(digest.steps).map(parseStep),
    counts: Object.fromEntries(
      Object.entries(fieldsOf(digest.changeSummary)).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number',
      ),
    ),
    diagnostics: itemsOf(digest.diagnostics).map((each) => {
      const { severity, message } = fieldsOf(each);
      return { severity: textOf(severity), message: plainText(textOf(message)) };
    }),
  };
}

function parseStep(value: unknown): Step {
  const { op, urn, oldState, newState, replaceReasons, diffReasons, detailedDiff } = fieldsOf(value);
  const roots = Object.keys(fieldsOf(detailedDiff)).map((path) => /^[^.[]+/.exec(path)?.[0] ?? path);
  return {
    operation: textOf(op),
    urn: textOf(urn),
    ...(oldState === undefined || oldState === null ? {} : { before: parseState(oldState) }),
    ...(newState === undefined || newState === null ? {} : { after: parseState(newState) }),
    replaceReasons: itemsOf(replaceReasons).map(textOf),
    diffReasons: [...new Set([...itemsOf(diffReasons).map(textOf), ...roots])],
  };
}

function parseState(value: unknown): ResourceState {
  const { inputs, outputs, protect, retainOnDelete } = fieldsOf(value);
  return {
    inputs: fieldsOf(inputs),
    outputs: fieldsOf(outputs),
    isProtected: protect === true,
    isRetained: retainOnDelete === true,
  };
}
