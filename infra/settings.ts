/** The configuration of the stack that is being deployed: the one place that asks Pulumi for it. */
import * as pulumi from '@pulumi/pulumi';
import type { Configuration } from './configuration';
import { parseConfiguration } from './configuration-parser';
import { refusal } from './refusal';

/**
 * Reads and validates the configuration of the current stack.
 *
 * @throws pulumi.RunError that lists every issue at once, before any resource exists.
 */
export function readConfiguration(): Configuration {
  const namespace = `${pulumi.getProject()}:`;
  const raw = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(namespace))
      .map(([key, value]) => [key.slice(namespace.length), value]),
  );
  const { configuration, issues } = parseConfiguration(raw, pulumi.getStack());
  if (configuration !== undefined) return configuration;
  throw refusal(
    `The configuration of the stack "${pulumi.getStack()}" has ${issues.length} issue${issues.length === 1 ? '' : 's'}:\n` +
      issues.map((issue) => `  - ${issue}`).join('\n'),
  );
}
