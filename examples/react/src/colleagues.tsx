import { useEffect, useState } from 'react';
import { type EmbeddedWorkspace, openWorkspace, type WorkspaceError } from '@backchannel/widget';
import type {} from '@backchannel/widget/react';

/** The workspace is opened when the component is mounted, and taken away when it is unmounted. */
export function Colleagues() {
  const [workspace, setWorkspace] = useState<EmbeddedWorkspace>();
  const [problem, setProblem] = useState('');

  useEffect(() => {
    const opened = openWorkspace();
    setWorkspace(opened);
    opened.ready.catch(({ code }: WorkspaceError) => code !== 'destroyed' && setProblem(code));
    return () => opened.destroy();
  }, []);

  return (
    <>
      <backchannel-workspace workspace={workspace} style={{ display: 'block', blockSize: 600 }} />
      {problem && <p role="alert">{problem}</p>}
    </>
  );
}
