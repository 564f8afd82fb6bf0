/** What would happen to one resource, out of a step of a preview. */
import { type Difference, differencesOf } from './difference';
import type { Digest, Step } from './digest';

export interface Change {
  /** `create`, `update`, `replace`, `delete`, or another operation of the engine. */
  readonly operation: string;
  /** `aws.s3.Bucket trail-bucket` */
  readonly resource: string;
  /** Whether Pulumi refuses to delete what is deployed. */
  readonly isProtected: boolean;
  /** Whether it would be protected no longer: the next deployment could delete it. */
  readonly losesProtection: boolean;
  /** Whether it stays in AWS when it is deleted here. */
  readonly isRetained: boolean;
  /** The properties for which it is replaced. */
  readonly reasons: readonly string[];
  readonly differences: readonly Difference[];
}

/** Operations that end the life of what is deployed. */
const ENDINGS = ['replace', 'delete', 'create-replacement', 'delete-replaced', 'discard', 'import-replacement'];

/** What would change. A resource that stays as it is counts only when it loses its protection. */
export function changesOf({ steps }: Digest): Change[] {
  return steps.map(changeOf).filter(({ operation, losesProtection }) => operation !== 'same' || losesProtection);
}

/** Whether what is deployed would be gone, or be another one. */
export function isEnding({ operation }: Change): boolean {
  return ENDINGS.includes(operation);
}

/** Whether a change is about something that must not go unnoticed: protected, and gone or protected no longer. */
export function isMarked(change: Change): boolean {
  return change.losesProtection || (change.isProtected && isEnding(change));
}

/** `urn:pulumi:stack::project::parent$aws:s3/bucket:Bucket::trail-bucket` → `aws.s3.Bucket trail-bucket` */
export function resourceOf(urn: string): string {
  const [, , types = '', ...name] = urn.split('::');
  const type = types.split('$').at(-1) ?? '';
  return `${type.replace(/^(\w+):(\w+)(?:\/\w+)?:(\w+)$/, '$1.$2.$3')} ${name.join('::')}`.trim();
}

function changeOf({ operation, urn, before, after, replaceReasons, diffReasons }: Step): Change {
  const inputs = differencesOf(before?.inputs ?? {}, after?.inputs ?? {});
  // What was changed behind Pulumi's back shows in the state alone.
  const drifted = diffReasons
    .filter((root) => !inputs.some(({ path }) => path === root || /^[.[]/.test(path.slice(root.length))))
    .flatMap((root) => differencesOf(before?.outputs[root], after?.inputs[root], root));
  return {
    operation,
    resource: resourceOf(urn),
    isProtected: before?.isProtected === true,
    losesProtection: before?.isProtected === true && after?.isProtected === false,
    isRetained: before?.isRetained === true,
    reasons: replaceReasons,
    differences: [...inputs, ...(before === undefined || after === undefined ? [] : drifted)],
  };
}
