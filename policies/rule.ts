/** A rule: what must not become weaker, why, and how it is found out. */
import type { DeclaredResource } from './resource';
import type { Settings } from './settings';

/** What happens on a finding: it is told, it stops the deployment, or the rule is not run. */
export const LEVELS = ['advisory', 'mandatory', 'disabled'] as const;
export type Level = (typeof LEVELS)[number];

interface RuleDescription {
  /** The name by which people configure it. */
  readonly name: string;
  /** What the rule demands, as a sentence. */
  readonly description: string;
  /** Where nothing else is configured. */
  readonly level: Level;
  readonly severity: 'medium' | 'high' | 'critical';
  /** The settings that it looks at. */
  readonly settings: readonly (keyof Settings)[];
  /** The kinds of resources that it looks at, as sources name them. */
  readonly kinds: readonly string[];
}

/** Looks at one resource, before anything is done with it. */
export interface ResourceRule extends RuleDescription {
  /** What is wrong: each message says why, and what to do. */
  readonly check: (resource: DeclaredResource, settings: Settings) => readonly string[];
}

/** Looks at all resources of a stack: at what is missing. */
export interface StackRule extends RuleDescription {
  readonly checkStack: (resources: readonly DeclaredResource[], settings: Settings) => readonly Finding[];
}

export type Rule = ResourceRule | StackRule;

export interface Finding {
  /** The resource that it is about. */
  readonly urn: string;
  readonly message: string;
}

/** The messages of what is wrong, out of pairs of a condition and what to say when it holds. */
export function messagesOf(...found: readonly (readonly [isWrong: boolean, message: string])[]): readonly string[] {
  return found.filter(([isWrong]) => isWrong).map(([, message]) => message);
}
