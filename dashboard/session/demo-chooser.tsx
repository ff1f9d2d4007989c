import { useEffect, useState } from 'preact/hooks';
import type { DemoPerson } from '../../api/demo-contract.ts';
import { DataName } from '../parts/data-name.tsx';
import { language, words } from '../words/language.ts';
import { changePart, demoPeople } from './demo-people.ts';
import { leave, me } from './session.ts';

/** Everybody of the demonstration, by jurisdiction in the agreement's order: whose part to take, and how the script plays it. */
export function DemoChooser({ enter }: { readonly enter: (token: string) => Promise<void> }) {
  const { session: said } = words.value;
  const [people, setPeople] = useState<readonly DemoPerson[]>([]);
  const load = async () => setPeople(await demoPeople());
  useEffect(() => void load(), []);
  if (people.length === 0) return null;
  const places = [...new Set(people.map(({ jurisdiction }) => jurisdiction))];
  return (
    <section class="panel" aria-labelledby="demo-title">
      <header class="panel-head">
        <h2 id="demo-title">{said.demo}</h2>
      </header>
      <p class="note">{said.demoHint}</p>
      <ul class="demo-people">
        {places.map((place) => (
          <Place
            key={place}
            people={people.filter(({ jurisdiction }) => jurisdiction === place)}
            take={(person) => void changePart(person, 'take').then(() => enter(person.token))}
            giveBack={(person) => {
              if (me.value?.jurisdiction === place) leave();
              void changePart(person, 'give_back').then(load);
            }}
          />
        ))}
      </ul>
    </section>
  );
}

interface PlaceProps {
  readonly people: readonly DemoPerson[];
  readonly take: (person: DemoPerson) => void;
  readonly giveBack: (person: DemoPerson) => void;
}

function Place({ people, take, giveBack }: PlaceProps) {
  const { session: said } = words.value;
  const [first] = people;
  if (first === undefined) return null;
  return (
    <li>
      <span>
        <b>
          <DataName text={first.jurisdictionName[language.value]} />
        </b>
        <br />
        <span class="quiet">{first.taken ? said.taken : said.manners[first.manner]}</span>
      </span>
      <span class="offers">
        {people.map((one) => (
          <button
            key={one.id}
            type="button"
            class="button"
            aria-pressed={me.value?.id === one.id}
            title={said.actAs(one.name)}
            data-person={one.id}
            onClick={() => take(one)}
          >
            <DataName text={one.roleName[language.value]} />
          </button>
        ))}
        {first.taken ? (
          <button type="button" class="button" onClick={() => giveBack(first)}>
            {said.giveBack}
          </button>
        ) : null}
      </span>
    </li>
  );
}
