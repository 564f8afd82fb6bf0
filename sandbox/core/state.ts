/** The one state of the organization in memory: plain data, kept per service, account and Region. */

type Scope = 'organization' | 'account' | 'region';

/** The data of every service. Only handlers, reached through the gate, change it. */
export class State {
  private readonly data = new Map<string, unknown>();

  /** The value under `key`, made by `initial` when it is first asked for. */
  at<T>(key: string, initial: () => T): T {
    let value = this.data.get(key) as T | undefined;
    if (value === undefined) {
      value = initial();
      this.data.set(key, value);
    }
    return value;
  }

  /** Takes a value away: it is made anew when it is next asked for. */
  forget(key: string): void {
    this.data.delete(key);
  }

  /** Every value whose key starts with `prefix`, with the rest of its key. */
  entries<T>(prefix: string): [rest: string, value: T][] {
    const found: [string, T][] = [];
    for (const [key, value] of this.data)
      if (key.startsWith(prefix)) found.push([key.slice(prefix.length), value as T]);
    return found;
  }
}

/** A service's data in one place of the organization. Must be plain data: objects, arrays, Maps, Sets, Dates, Buffers. */
export interface Store<T> {
  /** The data of one account and Region; the scope decides which of the two matter. */
  of(state: State, account: string, region: string): T;
  /** The data of every place that has any. */
  all(state: State): { account: string; region: string; data: T }[];
}

/** Declares a service's data: `scope` says whether it is kept per organization, per account or per account and Region. */
export function store<T>(service: string, scope: Scope, initial: () => T): Store<T> {
  const place = (account: string, region: string): string =>
    scope === 'organization' ? '/' : scope === 'account' ? `${account}/` : `${account}/${region}`;
  return {
    of: (state, account, region) => state.at(`${service}/${place(account, region)}`, initial),
    all: (state) =>
      state.entries<T>(`${service}/`).map(([rest, data]) => {
        const [account = '', region = ''] = rest.split('/');
        return { account, region, data };
      }),
  };
}
