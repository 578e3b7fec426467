import type { ContactDetails } from './contact-schema.ts';
import { numberKey } from './number-key.ts';
import { nameKey, searchWords } from './search-words.ts';
import { type SeedRandom, seedRandom } from './seed-random.ts';

/** A row of the table `contact`. */
export interface SeedContact {
  readonly id: string;
  readonly team: string;
  readonly name: string;
  readonly number_keys: readonly string[];
  readonly details: ContactDetails;
  readonly name_key: string;
  /** The words that the column `search` is made of. */
  readonly words: readonly string[];
}

type Some<T> = readonly [T, ...T[]];

interface Place {
  readonly given: Some<string>;
  readonly family: Some<string>;
  /** In Hungarian, Chinese, Japanese and Korean the family name comes first. */
  readonly isFamilyFirst?: boolean;
  /** The text between the two names. */
  readonly between?: string;
  readonly prefix: string;
  readonly digits: number;
  readonly towns: Some<string>;
  readonly streets: Some<string>;
  readonly country: string;
}

const PLACES: Some<Place> = [
  {
    given: ['Olivia', 'James', 'Amelia', 'Thomas', 'Priya', 'Siobhán'],
    family: ['Carter', 'O’Neill', 'Hughes', 'Wright', 'Shah', 'Bennett'],
    prefix: '+44 20',
    digits: 8,
    towns: ['London', 'Leeds', 'Bristol'],
    streets: ['Mill Lane', 'Station Road', 'High Street'],
    country: 'United Kingdom',
  },
  {
    given: ['Jürgen', 'Anneliese', 'Björn', 'Käthe', 'Mehmet', 'Sophie'],
    family: ['Groß', 'Müller', 'Schröder', 'Yıldız', 'von der Heide', 'Weiß'],
    prefix: '+49 30',
    digits: 7,
    towns: ['Berlin', 'Köln', 'Würzburg'],
    streets: ['Lindenstraße', 'Am Mühlbach', 'Goethestraße'],
    country: 'Deutschland',
  },
  {
    given: ['Élodie', 'François', 'Noémie', 'Loïc'],
    family: ['Lefèvre', 'Dubois', 'Garçon', 'N’Diaye'],
    prefix: '+33 1',
    digits: 8,
    towns: ['Paris', 'Orléans', 'Besançon'],
    streets: ['rue de la Paix', 'allée des Érables'],
    country: 'France',
  },
  {
    given: ['Łukasz', 'Zofia', 'Stanisław', 'Agnieszka'],
    family: ['Wiśniewski', 'Żak', 'Dąbrowska', 'Wójcik'],
    prefix: '+48 22',
    digits: 7,
    towns: ['Łódź', 'Kraków', 'Gdańsk'],
    streets: ['ul. Długa', 'ul. Świętojańska'],
    country: 'Polska',
  },
  {
    given: ['Иван', 'Ольга', 'Дмитрий', 'Наталья'],
    family: ['Кузнецов', 'Шевченко', 'Попов', 'Йовович'],
    prefix: '+359 2',
    digits: 7,
    towns: ['София', 'Пловдив', 'Варна'],
    streets: ['ул. Шипка', 'бул. Витоша'],
    country: 'България',
  },
  {
    given: ['Ελένη', 'Γιώργος', 'Μαρία', 'Νίκος'],
    family: ['Παπαδόπουλος', 'Αγγελίδη', 'Βασιλείου'],
    prefix: '+30 21',
    digits: 8,
    towns: ['Αθήνα', 'Θεσσαλονίκη'],
    streets: ['Οδός Ερμού', 'Σταδίου'],
    country: 'Ελλάδα',
  },
  {
    given: ['محمد', 'فاطمة', 'يوسف', 'ليلى'],
    family: ['الحسن', 'المصري', 'حداد', 'الشريف'],
    prefix: '+971 4',
    digits: 7,
    towns: ['دبي', 'الشارقة'],
    streets: ['شارع الشيخ زايد', 'شارع الكورنيش'],
    country: 'الإمارات',
  },
  {
    given: ['נועה', 'דוד', 'תמר'],
    family: ['כהן', 'לוי', 'מזרחי'],
    prefix: '+972 3',
    digits: 7,
    towns: ['תל אביב', 'חיפה'],
    streets: ['רחוב הרצל', 'שדרות רוטשילד'],
    country: 'ישראל',
  },
  {
    given: ['राम', 'सीता', 'अर्जुन', 'प्रिया'],
    family: ['शर्मा', 'वर्मा', 'गुप्ता'],
    prefix: '+91 11',
    digits: 8,
    towns: ['दिल्ली', 'मुंबई'],
    streets: ['गांधी मार्ग', 'नेहरू रोड'],
    country: 'भारत',
  },
  {
    given: ['伟', '秀英', '敏', '建国'],
    family: ['王', '李', '张', '欧阳'],
    isFamilyFirst: true,
    between: '',
    prefix: '+86 10',
    digits: 8,
    towns: ['北京', '上海'],
    streets: ['长安街', '南京路'],
    country: '中国',
  },
  {
    given: ['さくら', '健太', '陽子'],
    family: ['佐藤', '鈴木', '高橋'],
    isFamilyFirst: true,
    prefix: '+81 3',
    digits: 8,
    towns: ['東京', '大阪'],
    streets: ['桜通り', '青山一丁目'],
    country: '日本',
  },
  {
    given: ['Lan', 'Minh Đức', 'Thị Hương'],
    family: ['Nguyễn', 'Trần', 'Đặng'],
    isFamilyFirst: true,
    prefix: '+84 24',
    digits: 8,
    towns: ['Hà Nội', 'Đà Nẵng'],
    streets: ['Phố Huế', 'Đường Láng'],
    country: 'Việt Nam',
  },
];

const COMPANIES: Some<string> = [
  'Nordlicht Logistik GmbH',
  'Ashdown & Sons',
  'Café Zénith',
  'Riverbend Dental',
  'Kiosk 24',
  'Studio Ōkami',
  'Harbour Freight Ltd.',
];
const NOTES: Some<string> = [
  'Prefers to be called after 4 p.m.',
  'Asks for invoices on paper.',
  'Speaks little English; an interpreter is on file.',
  'Had three outages this spring: be generous.',
  'Never quote prices <without> VAT & shipping.',
];
const SEGMENTS: Some<string> = ['Private', 'Business', 'Business Plus'];

const slug = (name: string, index: number) => {
  const latin = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z]+/g, '.')
    .replace(/^\.+|\.+$/g, '')
    .toLowerCase();
  return `${latin || 'customer'}.${index}`;
};

function makeContact(index: number, team: string, random: SeedRandom): SeedContact {
  const place = random.pick(PLACES);
  const [given, family] = [random.pick(place.given), random.pick(place.family)];
  const name = (place.isFamilyFirst ? [family, given] : [given, family]).join(place.between ?? ' ');
  const isCompany = random.next() < 0.3;
  const numbers = [
    { kind: 'Landline', value: `${place.prefix} ${random.digits(place.digits)}` },
    ...(random.next() < 0.6 ? [{ kind: 'Mobile', value: `${place.prefix.split(' ')[0]} 7${random.digits(9)}` }] : []),
  ];
  const lines = [
    `${random.pick(place.streets)} ${1 + Math.floor(random.next() * 120)}`,
    `${random.digits(5)} ${random.pick(place.towns)}`,
    place.country,
  ];
  const company = isCompany ? random.pick(COMPANIES) : '';
  const emails = [`${slug(name, index)}@mail.example`];
  return {
    id: `c${1001 + index}`,
    team,
    name,
    name_key: nameKey(name),
    words: searchWords(name, company, ...emails),
    number_keys: numbers.map(({ value }) => numberKey(value)),
    details: {
      numbers,
      emails,
      addresses: [{ kind: 'Home', text: lines.join('\n') }],
      company,
      notes: random.next() < 0.4 ? random.pick(NOTES) : '',
      attributes: [
        { name: 'Customer number', value: `${20_000 + index}` },
        { name: 'Segment', value: random.pick(SEGMENTS) },
        { name: 'Customer since', value: `${2008 + Math.floor(random.next() * 17)}` },
      ],
    },
  };
}

/** Makes people with names of many scripts, spread over the teams. They are the same at every run. */
export function makeContacts(count: number, teams: Some<string>): SeedContact[] {
  const random = seedRandom(5);
  return Array.from({ length: count }, (_, index) => makeContact(index, teams[index % teams.length] ?? teams[0], random));
}
