/** Every figure, in the order in which they are shown. */
import { CALLS_BEFORE_LOGGING } from './calls-before-logging';
import { COLD_START } from './cold-start';
import { START, TEST_SUITE } from './commands';
import { EVENT_MATCHING } from './event-matching';
import type { Figure } from './figure';
import { PROVIDER_CALLS, PROVIDER_MEMORY, PROVIDER_SECONDS } from './provider-door';
import { RESPONDER_CLIENTS, RESPONDER_CODE } from './responder-code';
import { SCALE_DURATION, SCALE_MEMORY } from './scale';
import { STACK_PROGRAM } from './stack-program';

export const FIGURES: readonly Figure[] = [
  START,
  TEST_SUITE,
  STACK_PROGRAM,
  PROVIDER_SECONDS,
  PROVIDER_CALLS,
  PROVIDER_MEMORY,
  RESPONDER_CODE,
  RESPONDER_CLIENTS,
  COLD_START,
  CALLS_BEFORE_LOGGING,
  SCALE_DURATION,
  SCALE_MEMORY,
  EVENT_MATCHING,
];
