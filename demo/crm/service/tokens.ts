import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import { Problem } from './problem.ts';

const ISSUER = 'backchannel-demo';
const AUDIENCE = 'backchannel-contacts';
const ALGORITHM = 'HS256';

const claims = v.object({ sub: v.string(), name: v.string(), teams: v.array(v.string()) });

/** The agent who sends a request. */
export interface Caller {
  /** The agent's bare JID. */
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
}

/** A signed token for the agent, valid for that long. */
export async function issueToken(secret: Uint8Array, { id, name, teams }: Caller, lifetimeSeconds: number): Promise<string> {
  return await new SignJWT({ name, teams: [...teams] })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(id)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    // Of two tokens issued in the same second, a client could not tell the one that was refused (RFC 9068, section 2.2).
    .setJti(randomUUID())
    .setExpirationTime(Math.floor(Date.now() / 1000) + lifetimeSeconds)
    .sign(secret);
}

/** The token of an `Authorization` header. @throws Problem when there is none */
export function bearerOf(header: string | undefined): string {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw new Problem('not-signed-in');
  return token;
}

/** The caller whom a token names; undefined when it was issued elsewhere, or has expired. */
export async function verifyCaller(secret: Uint8Array, token: string): Promise<Caller | undefined> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: [ALGORITHM],
      requiredClaims: ['exp'],
    });
    const { sub, name, teams } = v.parse(claims, payload);
    return { id: sub, name, teams };
  } catch {
    // The caller is told no more than that the token isn't valid.
    return undefined;
  }
}
