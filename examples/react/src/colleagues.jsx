import React, { useEffect, useState } from 'react';
import { openWorkspace } from '@backchannel/widget';

/** The workspace is opened when the component is mounted, and taken away when it is unmounted. */
export function Colleagues() {
  const [workspace, setWorkspace] = useState();
  const [problem, setProblem] = useState('');

  useEffect(() => {
    const opened = openWorkspace();
    setWorkspace(opened);
    opened.ready.catch(({ code }) => code !== 'destroyed' && setProblem(code));
    return () => opened.destroy();
  }, []);

  return (
    <>
      <backchannel-workspace workspace={workspace} style={{ display: 'block', blockSize: 600 }} />
      {problem && <p role="alert">{problem}</p>}
    </>
  );
}
