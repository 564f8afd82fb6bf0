/** Where clients reach the organization: services that hand out addresses, or start clients, must know it. */
import type { State } from './state';

interface Endpoint {
  url?: string;
}

function endpointOf(state: State): Endpoint {
  return state.at<Endpoint>('endpoint/', () => ({}));
}

/** Says that the organization is now served at `url` (`http://127.0.0.1:4599`); undefined when it no longer is. */
export function announceEndpoint(state: State, url: string | undefined): void {
  const endpoint = endpointOf(state);
  if (url === undefined) delete endpoint.url;
  else endpoint.url = url.replace(/\/+$/, '');
}

/** The address without a closing slash; undefined while the organization is not served. */
export function endpointUrl(state: State): string | undefined {
  return endpointOf(state).url;
}
