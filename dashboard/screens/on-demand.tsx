import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failure } from '../parts/failure.tsx';
import { RequestFailed } from '../query/fetch-json.ts';
import { words } from '../words/language.ts';

/** A screen that is fetched when it is first opened: the overview, which everybody opens, does not wait for it. */
export function onDemand(load: () => Promise<ComponentType>): ComponentType {
  let screen: ComponentType | null = null;
  return function OnDemand() {
    const [attempt, setAttempt] = useState(0);
    const [failed, setFailed] = useState(false);
    // Dependencies: a retry is a reason to ask again
    useEffect(() => {
      if (screen !== null) return;
      load().then(
        (loaded) => {
          screen = loaded;
          setFailed(false);
          setAttempt(attempt + 1);
        },
        () => setFailed(true),
      );
    }, [attempt]);
    if (screen !== null) {
      const Screen = screen;
      return <Screen />;
    }
    if (!failed) return null;
    const retry = () => {
      setFailed(false);
      setAttempt(attempt + 1);
    };
    return (
      <div class="one-column">
        <Failure what={words.value.errors.screen} error={new RequestFailed('', 0, null)} retry={retry} />
      </div>
    );
  };
}
