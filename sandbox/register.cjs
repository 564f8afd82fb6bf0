// Lets node run the TypeScript sources as they are. Types are checked by `npm run types`, not on every start.
require('ts-node').register({ transpileOnly: true });
