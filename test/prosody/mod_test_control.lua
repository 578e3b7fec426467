-- Lets an end-to-end test inspect and disturb the server, and send in its name. Only the tests' own Prosody loads it, on 127.0.0.1.
--
--   GET  /test/sessions?user=NAME                       [{"resource", "isHibernating", "priority"?}]
--   POST /test/stream-error?user=NAME&condition=COND    closes that user's streams with this stream error, but for the one
--                          [&except=RESOURCE]           of this resource
--   POST /test/inject?to=JID[&via=router]               delivers the stanza in the body, whoever it says it is from: straight
--                                                       to the sessions, or by the server's router (archive, carbons)
--   Each POST answers with the number of sessions concerned.

local jid = require "util.jid";
local json = require "util.json";
local st = require "util.stanza";
local parse_form = require "util.http".formdecode;
local parse_xml = require "util.xml".parse;
local iterators = require "util.iterators";
local array = require "util.array";

module:depends("http");

local function sessions_of(username)
	local user = prosody.hosts[module.host].sessions[username];
	return user and user.sessions or {};
end

local function parameters(request)
	return parse_form(request.url.query or "");
end

local function list_sessions(event)
	local list = array();
	for resource, session in iterators.sorted_pairs(sessions_of(parameters(event.request).user)) do
		list:push({
			resource = resource;
			isHibernating = session.hibernating ~= nil;
			priority = session.priority;
		});
	end
	event.response.headers.content_type = "application/json";
	return json.encode(list);
end

local function close_streams(event)
	local query = parameters(event.request);
	local closed = 0;
	for resource, session in pairs(sessions_of(query.user)) do
		if resource ~= query.except then
			session:close({ condition = query.condition or "conflict" });
			closed = closed + 1;
		end
	end
	return tostring(closed);
end

local function inject(event)
	local stanza, problem = parse_xml(event.request.body);
	if not stanza then return 400, tostring(problem); end
	local query = parameters(event.request);
	local to = query.to or stanza.attr.to;
	if not to then return 400; end
	stanza.attr.to = to;
	-- The parser keeps the namespace "jabber:client", which the router expects to be absent.
	stanza:maptags(function (tag) if tag.attr.xmlns == "jabber:client" then tag.attr.xmlns = nil; end return tag; end);
	if stanza.attr.xmlns == "jabber:client" then stanza.attr.xmlns = nil; end

	if query.via == "router" then
		module:send(stanza);
		return "1";
	end
	local username, _, resource = jid.split(to);
	local delivered = 0;
	for name, session in pairs(sessions_of(username)) do
		if resource == nil or name == resource then
			session.send(st.clone(stanza));
			delivered = delivered + 1;
		end
	end
	return tostring(delivered);
end

module:provides("http", {
	name = "test";
	default_path = "/test";
	route = {
		["GET /sessions"] = list_sessions;
		["POST /stream-error"] = close_streams;
		["POST /inject"] = inject;
	};
});
