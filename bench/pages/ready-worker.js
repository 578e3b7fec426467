globalThis.onconnect = ({ ports: [port] }) => port.postMessage('there');
