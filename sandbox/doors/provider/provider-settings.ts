/** CheckConfig and DiffConfig: what a program says of the provider itself. */
import { PROVIDER_INPUTS } from '../../resources/provider';
import { type Difference, differences } from './difference';
import type { Properties } from './property-value';
import type { Refusal } from './resource-inputs';

/** Refuses settings that the sandbox's provider does not know. What they say is examined when they are put to use. */
export function settingRefusals(settings: Properties): Refusal[] {
  return Object.keys(settings)
    .filter((key) => !PROVIDER_INPUTS.includes(key) && !key.startsWith('__'))
    .map((property) => ({
      property,
      reason: `could not validate provider configuration: Invalid or unknown key. The sandbox's provider knows ${PROVIDER_INPUTS.join(', ')}.`,
    }));
}

/** What changes about a provider. None of it replaces the provider, which would replace all that it has made. */
export function settingDifferences(olds: Properties, news: Properties): Difference[] {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  return keys.filter((key) => key !== 'version').flatMap((key) => differences(key, olds[key], news[key]));
}
