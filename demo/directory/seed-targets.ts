import { seedRandom } from '../crm/service/seed-random.ts';
import type { Snapshot } from './import/snapshot.ts';
import type { Target } from './target-schema.ts';

const GIVEN = [
  'Aaliyah',
  'Adrián',
  'Agnieszka',
  'Aisha',
  'Andrei',
  'Anja',
  'Björn',
  'Camille',
  'Chiara',
  'Daan',
  'Dimitra',
  'Éva',
  'Fatima',
  'Finn',
  'Giulia',
  'Haruto',
  'Ingrid',
  'Ivan',
  'Jana',
  'João',
  'Katarzyna',
  'Laura',
  'Leila',
  'Lucas',
  'Maja',
  'Marek',
  'Mei',
  'Miguel',
  'Nadia',
  'Niamh',
  'Oleksandr',
  'Olivia',
  'Pavel',
  'Priya',
  'Rafael',
  'Rosa',
  'Samuel',
  'Sofia',
  'Søren',
  'Tariq',
  'Tomáš',
  'Ursula',
  'Viktor',
  'Wanda',
  'Xenia',
  'Yusuf',
  'Zoë',
] as const;
const FAMILY = [
  'Adeyemi',
  'Andersen',
  'Bauer',
  'Becker',
  'Bianchi',
  'Brandt',
  'Brown',
  'Castro',
  'Chen',
  'Costa',
  'Dubois',
  'Eriksson',
  'Fischer',
  'Fontana',
  'García',
  'Gruber',
  'Haddad',
  'Hansen',
  'Horvat',
  'Ivanova',
  'Jansen',
  'Kaya',
  'Keller',
  'Kim',
  'Kowalski',
  'Kumar',
  'Larsen',
  'Lopes',
  'Martin',
  'Meyer',
  'Müller',
  'Nagy',
  'Nguyen',
  'Novák',
  'O’Brien',
  'Okafor',
  'Öztürk',
  'Papadopoulos',
  'Patel',
  'Petrov',
  'Popescu',
  'Quinn',
  'Rossi',
  'Sánchez',
  'Schmidt',
  'Silva',
  'Singh',
  'Smith',
  'Suzuki',
  'Tanaka',
  'Taylor',
  'Urban',
  'Virtanen',
  'Vogel',
  'Wagner',
  'Weber',
  'Wójcik',
  'Young',
  'Zimmermann',
] as const;
const SITES = ['Berlin', 'Cork', 'Lisbon', 'Łódź', 'Manila', 'Montréal', 'Oslo', 'Pune', 'Sofia', 'Valencia'] as const;
const LINES = ['Billing', 'Claims', 'Collections', 'Complaints', 'Fraud', 'Loyalty', 'Retention', 'Sales', 'Technical', 'Welcome'] as const;
const SKILLS = [
  'Arabic',
  'Contracts',
  'Dutch',
  'English',
  'Fibre',
  'French',
  'German',
  'Hardware',
  'Italian',
  'Mobile',
  'Polish',
  'Portuguese',
  'Roaming',
  'Spanish',
  'Tariffs',
  'VIP',
] as const;

/** Made-up targets, so many of them agents, the same at each run, in teams of some hundred at ten sites. */
export function makeTargets(agents: number, domain: string): Snapshot {
  const random = seedRandom(13);
  const teams = Math.max(1, Math.ceil(agents / 200));
  const teamOf = (index: number) => {
    const [site, line] = [SITES[index % SITES.length] ?? '', LINES[Math.floor(index / SITES.length) % LINES.length] ?? ''];
    const number = Math.floor(index / (SITES.length * LINES.length)) + 1;
    return number === 1 ? `${site} ${line}` : `${site} ${line} ${number}`;
  };
  const skills = SKILLS.map((id): Target => ({ kind: 'skill', id, name: id }));
  const groups = Array.from({ length: teams }, (_, index): Target => ({ kind: 'group', id: teamOf(index), name: teamOf(index) }));
  const people = Array.from({ length: agents }, (_, index): Target => {
    const initial = String.fromCharCode('A'.charCodeAt(0) + Math.floor(random.next() * 26));
    return {
      kind: 'agent',
      id: `agent${index}@${domain}`,
      name: `${random.pick(GIVEN)} ${initial}. ${random.pick(FAMILY)}`,
      groups: [teamOf(index % teams)],
      skills: [random.pick(SKILLS)],
    };
  });
  return { bad: [], targets: [...skills, ...groups, ...people].map((value, index) => ({ at: `seed ${index}`, value })) };
}
