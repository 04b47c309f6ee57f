// The authorization server of the suite `oauth`: `oidc-provider` as it is published, with clients, one user, and a
// resource that asks the provider whether a token is good. Arguments: the folder of the package, the port.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, port] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const entry = require.resolve('oidc-provider');
const { default: Provider } = await import(pathToFileURL(entry).href);

const issuer = `http://localhost:${port}`;
const callback = 'http://127.0.0.1/back';
const device = 'urn:ietf:params:oauth:grant-type:device_code';
const people = ['authorization_code', 'refresh_token', 'password', device];

// A client for each way to say who it is.
const clients = ['client_secret_basic', 'client_secret_post', 'none'].map((method) => ({
  client_id: method,
  client_secret: method === 'none' ? undefined : 'a secret & more+',
  token_endpoint_auth_method: method,
  grant_types: method === 'none' ? people : ['client_credentials', ...people],
  redirect_uris: [callback],
  response_types: ['code'],
  application_type: 'native',
  scope: 'read offline_access openid',
}));

// `short` is a scope of tokens that live five seconds.
const life = (ctx, token) => (token.scope?.includes('short') ? 5 : 600);
for (const client of clients) client.scope += ' short';

const provider = new Provider(issuer, {
  clients,
  scopes: ['read', 'short', 'forbidden', 'offline_access', 'openid'],
  findAccount: (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    devInteractions: { enabled: false },
    revocation: { enabled: true },
  },
  ttl: { AccessToken: life, ClientCredentials: life, DeviceCode: 12 },
  issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  pkce: { required: () => true },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ['a', 'b'] },
});

/** What a user grants who agrees to everything. */
async function granted(client, scope) {
  const grant = new provider.Grant({ accountId: 'ada', clientId: client.clientId });
  grant.addOIDCScope(scope);
  return grant.save();
}

// The provider has no grant of passwords; its documentation says how one is registered.
provider.registerGrantType(
  'password',
  async (ctx) => {
    const { client, params } = ctx.oidc;
    if (params.username !== 'ada' || params.password !== 'l&ve') {
      ctx.status = 400;
      ctx.body = { error: 'invalid_grant', error_description: 'no such user' };
      return;
    }
    const scope = params.scope ?? 'read';
    for (const one of scope.split(' ')) {
      if (!client.scope.split(' ').includes(one)) {
        ctx.status = 400;
        ctx.body = { error: 'invalid_scope' };
        return;
      }
    }
    const common = { accountId: 'ada', client, grantId: await granted(client, scope), gty: 'password', scope };
    const token = new provider.AccessToken(common);
    const refresh = new provider.RefreshToken({ ...common, rotations: 0, iiat: Math.floor(Date.now() / 1000) });
    ctx.body = {
      access_token: await token.save(),
      refresh_token: await refresh.save(),
      expires_in: token.expiration,
      token_type: 'Bearer',
    };
  },
  ['username', 'password', 'scope'],
);

const find = async (text) => (await provider.AccessToken.find(text)) ?? provider.ClientCredentials.find(text);

provider.use(async (ctx, next) => {
  const token = (ctx.get('authorization').match(/^Bearer (.+)$/) ?? [])[1];
  if (ctx.path.startsWith('/resource/')) {
    const found = token && (await find(token));
    ctx.status = found && !found.isExpired ? 204 : 401;
  } else if (ctx.path === '/admin/revoke') {
    // Ends an access token without the client knowing.
    await (await find(token)).destroy();
    ctx.status = 204;
  } else if (ctx.path.startsWith('/interaction/')) {
    // The user agrees to everything, or to nothing.
    const details = await provider.interactionDetails(ctx.req, ctx.res);
    const { client_id: id, scope, ui_locales: locales } = details.params;
    const client = await provider.Client.find(id);
    const result =
      locales === 'no'
        ? { error: 'access_denied', error_description: 'the user says no' }
        : { login: { accountId: 'ada' }, consent: { grantId: await granted(client, scope ?? 'read') } };
    await provider.interactionFinished(ctx.req, ctx.res, result);
  } else if (ctx.path === '/admin/device') {
    // What the pages for devices come to: the code of `user_code` is agreed to, or refused.
    const code = await provider.DeviceCode.findByUserCode(ctx.query.user_code.replace(/-/g, ''), { ignoreExpiration: true });
    if (ctx.query.says === 'no') {
      Object.assign(code, { error: 'access_denied', errorDescription: 'the user says no' });
    } else {
      const client = await provider.Client.find(code.clientId);
      Object.assign(code, {
        accountId: 'ada',
        grantId: await granted(client, code.params.scope ?? 'read'),
        scope: code.params.scope ?? 'read',
      });
    }
    await code.save();
    ctx.status = 204;
  } else {
    await next();
  }
});

provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
