-- Lets the anonymous guests of this host (contacts who call) reach nothing but agents' calls: docs/deploying.md, "Calls from contacts".
--
--   VirtualHost "guest.example.com"
--     authentication = "anonymous"
--     modules_enabled = { "backchannel_guests" }
--     backchannel_agent_hosts = { "example.com" }
--
-- This file lists what is allowed. Everything else is answered by the error policy-violation, or dropped if no answer is due.

local cache = require "util.cache";
local ip = require "util.ip";
local jid = require "util.jid";
local set = require "util.set";
local st = require "util.stanza";
local throttle = require "util.throttle";

local agent_hosts = module:get_option_set("backchannel_agent_hosts", {});
-- In bytes. A Jingle offer of audio takes some 8,000, a proposal 600.
local max_iq = module:get_option_number("backchannel_guest_iq_bytes", 32 * 1024);
local max_message = module:get_option_number("backchannel_guest_message_bytes", 4 * 1024);
-- A call to a group is one proposal per member, and candidates come in a burst.
local stanza_burst = module:get_option_number("backchannel_guest_stanza_burst", 300);
local stanzas_per_second = module:get_option_number("backchannel_guest_stanzas_per_second", 20);
-- For all guests together, so that signing in anew doesn't get around it. A call counts once for each agent whom it rings: one call to a group of
-- thirty disturbs thirty agents.
local calls_per_minute = module:get_option_number("backchannel_guest_calls_per_minute", 600);
-- For one guest, and for all guests of one address, so that nobody can use up the limit of all.
local calls_per_minute_each = module:get_option_number("backchannel_guest_calls_per_minute_each", 50);
local calls_per_minute_address = module:get_option_number("backchannel_guest_calls_per_minute_address", 150);

local xmlns_jmi = "urn:xmpp:jingle-message:0";
local xmlns_jingle = "urn:xmpp:jingle:1";
local xmlns_rtp = "urn:xmpp:jingle:apps:rtp:1";
local xmlns_contact = "urn:backchannel:call:0";
local max_id_length = 200;
-- Limits of what is passed on: bytes of an attribute or a text, and elements within one. An offer of audio has at most 60 payload types and
-- candidates.
local max_text_length = 2000;
local max_elements = 200;

local jmi_names = set.new { "propose", "ringing", "proceed", "accept", "reject", "retract", "finish" };
local beside_jmi = set.new { "urn:xmpp:hints", "urn:xmpp:sid:0" };
local in_jmi = set.new { "reason", "tie-break", "migrated" };
local ends_call = set.new { "retract", "finish", "session-terminate" };
local server_queries = set.new {
	"http://jabber.org/protocol/disco#info query";
	"http://jabber.org/protocol/disco#items query";
	"urn:xmpp:extdisco:2 services";
	"urn:xmpp:extdisco:2 credentials";
	"urn:xmpp:ping ping";
	"urn:ietf:params:xml:ns:xmpp-session session";
};

local new_calls = throttle.create(calls_per_minute, 60);
-- Only the addresses that called last are kept. An address that was dropped starts at zero again, but the limit of all guests still applies.
local new_calls_by_address = cache.new(10000);
local ipv4_in_ipv6 = ip.new_ip("::ffff:0:0");
local guests = setmetatable({}, { __mode = "k" });

-- The network of one subscriber: an IPv4 address, or the first 64 bits of an IPv6 address; nil when the connection has no address.
local function network_of(session)
	local address = session.ip and ip.new_ip(session.ip);
	if not address then return nil; end
	local is_ipv6 = address.proto == "IPv6" and not ip.match(address, ipv4_in_ipv6, 96);
	return is_ipv6 and address.bits:sub(1, 64) or address.bits_full;
end

local function new_calls_of(network)
	local of_network = new_calls_by_address:get(network) or throttle.create(calls_per_minute_address, 60);
	new_calls_by_address:set(network, of_network);
	return of_network;
end

local function guest_of(session)
	local guest = guests[session];
	if not guest then
		guest = {
			stanzas = throttle.create(stanza_burst, stanza_burst / stanzas_per_second);
			new_calls = throttle.create(calls_per_minute_each, 60);
			network = network_of(session);
			calls = {};
		};
		guests[session] = guest;
	end
	return guest;
end

-- Whether an element contains text. People read text (bodies, subjects); a call's signalling consists of attributes and elements only.
local function has_text(element)
	for _, child in ipairs(element) do
		if type(child) == "string" then
			if child:find("%S") then return true; end
		elseif has_text(child) then
			return true;
		end
	end
	return false;
end

local function is_voice_proposal(propose)
	local descriptions = 0;
	for _, child in ipairs(propose.tags) do
		if child.name == "description" and child.attr.xmlns == xmlns_rtp and child.attr.media == "audio" and #child.tags == 0 then
			descriptions = descriptions + 1;
		elseif not (child.name == "contact" and child.attr.xmlns == xmlns_contact and #child.tags == 0) then
			return false;
		end
	end
	return descriptions == 1;
end

-- The state of a call with an agent: "ringing", "answered" or "over"; nil for an agent who wasn't called.
local function call_with(guest, id, agent)
	return guest.calls[id] and guest.calls[id][agent];
end

local function note_call(guest, id, agent, state)
	guest.calls[id] = guest.calls[id] or {};
	guest.calls[id][agent] = state;
end

-- Notes a proposed call. Whatever else the guest sends has to be about a call that this very session has proposed to this agent.
local function begins_call(guest, id, agent)
	if call_with(guest, id, agent) then return true; end
	local limits = { new_calls, guest.new_calls };
	if guest.network then table.insert(limits, new_calls_of(guest.network)); end
	-- A proposal that one of the limits refuses isn't counted by the others.
	for _, limit in ipairs(limits) do
		if not limit:peek(1) then return false; end
	end
	for _, limit in ipairs(limits) do limit:poll(1); end
	note_call(guest, id, agent, "ringing");
	return true;
end

-- Whether a message of the guest is about a call that it has proposed to this agent, in a state that allows it.
local function goes_on_with_call(guest, id, agent, name)
	if not call_with(guest, id, agent) then return false; end
	if ends_call:contains(name) then note_call(guest, id, agent, "over"); end
	return true;
end

local function allows_message(guest, message)
	local kind = message.attr.type;
	if (kind ~= nil and kind ~= "chat" and kind ~= "normal") or has_text(message) then return false; end
	local call;
	for _, child in ipairs(message.tags) do
		if child.attr.xmlns == xmlns_jmi and jmi_names:contains(child.name) and not call then
			call = child;
		elseif not beside_jmi:contains(child.attr.xmlns) then
			return false;
		end
	end
	local id = call and call.attr.id;
	if not id or #id > max_id_length then return false; end
	local agent = jid.bare(message.attr.to);
	if call.name == "propose" then return is_voice_proposal(call) and begins_call(guest, id, agent); end
	for _, child in ipairs(call.tags) do
		if not in_jmi:contains(child.name) then return false; end
	end
	return goes_on_with_call(guest, id, agent, call.name);
end

local function is_voice(jingle)
	for content in jingle:childtags("content") do
		local description = content:child_with_name("description");
		if description and (description.attr.xmlns ~= xmlns_rtp or description.attr.media ~= "audio") then return false; end
	end
	return true;
end

local function allows_iq_to_agent(guest, iq)
	if iq.attr.type == "result" then return #iq.tags == 0; end
	if iq.attr.type == "error" then
		for _, child in ipairs(iq.tags) do
			if child.name ~= "error" and child.attr.xmlns ~= xmlns_jingle then return false; end
		end
		return true;
	end
	local jingle = iq.attr.type == "set" and #iq.tags == 1 and iq:get_child("jingle", xmlns_jingle);
	return jingle and is_voice(jingle) and goes_on_with_call(guest, jingle.attr.sid, jid.bare(iq.attr.to), jingle.attr.action);
end

local function allows_iq_to_server(iq)
	if iq.attr.type == "result" or iq.attr.type == "error" then return true; end
	local query = iq.tags[1];
	return query ~= nil and server_queries:contains((query.attr.xmlns or "") .. " " .. query.name);
end

local function allows(guest, stanza)
	local node, host, resource = jid.split(stanza.attr.to);
	local is_to_agent = node ~= nil and agent_hosts:contains(host);
	if stanza.name == "message" then
		return is_to_agent and allows_message(guest, stanza);
	elseif stanza.name == "iq" then
		if is_to_agent then return resource ~= nil and allows_iq_to_agent(guest, stanza); end
		return node == nil and (host == nil or host == module.host) and allows_iq_to_server(stanza);
	end
	-- A guest may send its own presence without an address; it reaches nobody, because guests have no roster.
	return stanza.name == "presence" and stanza.attr.to == nil;
end

-- What a call's stanzas consist of. An agent gets only the attributes, elements and texts that are named here, and only where they are named.
local function named(names, attributes)
	local elements = {};
	for name in names:gmatch("%S+") do elements[name] = { attributes = attributes or "" }; end
	return elements;
end

local reasons = named("alternative-session busy cancel connectivity-error decline expired failed-application failed-transport general-error gone "
	.. "incompatible-parameters media-error security-error success timeout unsupported-applications unsupported-transports");
local parameter = { attributes = "name value" };
local candidates = "component foundation generation id ip network port priority protocol rel-addr rel-port tcptype type";
local xmlns_feedback = "urn:xmpp:jingle:apps:rtp:rtcp-fb:0";
local feedback = { ["rtcp-fb"] = { attributes = "type subtype" }, ["rtcp-fb-trr-int"] = { attributes = "value" } };

local description = { attributes = "media ssrc", within = {
	[xmlns_rtp] = {
		["payload-type"] = { attributes = "channels clockrate id maxptime name ptime", within = {
			[xmlns_rtp] = { parameter = parameter };
			[xmlns_feedback] = feedback;
		} };
		["rtcp-mux"] = { attributes = "" };
		["rtcp-reduced-size"] = { attributes = "" };
	};
	[xmlns_feedback] = feedback;
	["urn:xmpp:jingle:apps:rtp:rtp-hdrext:0"] = { ["rtp-hdrext"] = { attributes = "id senders uri" } };
	["urn:xmpp:jingle:apps:rtp:msid:0"] = { stream = { attributes = "id track" } };
	["urn:xmpp:jingle:apps:rtp:ssma:0"] = {
		source = { attributes = "ssrc", within = { ["urn:xmpp:jingle:apps:rtp:ssma:0"] = { parameter = parameter } } };
		["ssrc-group"] = { attributes = "semantics", within = { ["urn:xmpp:jingle:apps:rtp:ssma:0"] = { source = { attributes = "ssrc" } } } };
	};
} };

local transport = { attributes = "pwd ufrag", within = {
	["urn:xmpp:jingle:transports:ice-udp:1"] = {
		candidate = { attributes = candidates };
		["remote-candidate"] = { attributes = "component ip port" };
		["gathering-complete"] = { attributes = "" };
	};
	["urn:xmpp:jingle:apps:dtls:0"] = { fingerprint = { attributes = "hash setup", has_text = true } };
} };

local infos = named("active hold mute ringing unhold unmute", "creator name");
local jingle_shape = { attributes = "action initiator responder sid", within = {
	[xmlns_jingle] = {
		content = { attributes = "creator disposition name senders", within = {
			[xmlns_rtp] = { description = description };
			["urn:xmpp:jingle:transports:ice-udp:1"] = { transport = transport };
		} };
		reason = { attributes = "", within = { [xmlns_jingle] = reasons } };
	};
	["urn:xmpp:jingle:apps:rtp:info:1"] = infos;
	["urn:xmpp:jingle:apps:grouping:0"] = { group = { attributes = "semantics", within = { ["urn:xmpp:jingle:apps:grouping:0"] = { content = { attributes = "name" } } } } };
} };

local jmi = named("ringing proceed accept reject retract finish", "id");
for _, shape in pairs(jmi) do
	shape.within = {
		[xmlns_jingle] = { reason = { attributes = "", within = { [xmlns_jingle] = reasons } } };
		[xmlns_jmi] = { ["tie-break"] = { attributes = "" }, migrated = { attributes = "to" } };
	};
end
jmi.propose = { attributes = "id", within = {
	[xmlns_rtp] = { description = { attributes = "media" } };
	[xmlns_contact] = { contact = { attributes = "group name number page topic" } };
} };

local xmlns_errors = "urn:ietf:params:xml:ns:xmpp-stanzas";
local error_shape = { attributes = "type", within = {
	[xmlns_errors] = named("bad-request conflict feature-not-implemented forbidden gone internal-server-error item-not-found jid-malformed not-acceptable "
		.. "not-allowed not-authorized policy-violation recipient-unavailable remote-server-timeout resource-constraint service-unavailable undefined-condition unexpected-request");
	["urn:xmpp:jingle:errors:1"] = named("out-of-order tie-break unknown-session unsupported-info");
} };

local of_client = "";
local shapes = {
	message = { attributes = "from id to type", within = {
		[xmlns_jmi] = jmi;
		["urn:xmpp:hints"] = named("no-copy no-permanent-store no-store store");
		["urn:xmpp:sid:0"] = { ["origin-id"] = { attributes = "id" } };
	} };
	iq = { attributes = "from id to type", within = { [xmlns_jingle] = { jingle = jingle_shape }, [of_client] = { error = error_shape } } };
};

-- Makes a new element with only what the shape names, so that nothing else of the guest's element is left.
local function rebuilt(element, shape)
	local attributes = { xmlns = element.attr.xmlns };
	for name in shape.attributes:gmatch("%S+") do
		local value = element.attr[name];
		if value and #value <= max_text_length then attributes[name] = value; end
	end
	local copy = st.stanza(element.name, attributes);
	for _, child in ipairs(element) do
		if type(child) == "string" then
			if shape.has_text and #child <= max_text_length then copy:add_direct_child(child); end
		elseif #copy.tags < max_elements then
			local within = shape.within and shape.within[child.attr.xmlns or of_client];
			local shape_of_child = within and within[child.name];
			if shape_of_child then copy:add_direct_child(rebuilt(child, shape_of_child)); end
		end
	end
	return copy;
end

-- Changes the table itself, because the server goes on with this table.
local function replace_content(stanza)
	local copy = rebuilt(stanza, shapes[stanza.name]);
	for index = #stanza, 1, -1 do stanza[index] = nil; end
	stanza.tags, stanza.attr = {}, copy.attr;
	for _, child in ipairs(copy) do stanza:add_direct_child(child); end
end

local function refuse(origin, stanza, kind)
	local answered = stanza.attr.type;
	if answered == "error" or answered == "result" then return; end
	origin.send(st.error_reply(stanza, kind, "policy-violation"));
end

module:hook("pre-stanza", function (event)
	local origin, stanza = event.origin, event.stanza;
	local guest = guest_of(origin);
	local max = stanza.name == "iq" and max_iq or max_message;
	local is_in_time = guest.stanzas:poll(1);
	if is_in_time and #tostring(stanza) <= max and allows(guest, stanza) then
		-- A stanza to the guests' own host stays as it is, because no person reads it.
		if jid.node(stanza.attr.to) then replace_content(stanza); end
		return;
	end
	module:log("debug", "Refused a guest's %s", stanza.name);
	refuse(origin, stanza, is_in_time and "cancel" or "wait");
	event.reason = "not what guests may send";
	return true;
end, 1000);

-- Only agents and their servers can send to a guest.
local function only_from_agents(event)
	local stanza = event.stanza;
	local host = jid.host(stanza.attr.from or module.host);
	if host == module.host or agent_hosts:contains(host) then return; end
	refuse(event.origin, stanza, "cancel");
	return true;
end

for _, name in ipairs { "message", "iq", "presence" } do
	for _, to in ipairs { "bare", "full", "host" } do
		module:hook(name .. "/" .. to, only_from_agents, 1000);
	end
end

-- Notes what an agent answered: it decides what the agent is told when the guest leaves.
local function note_answer(event)
	local stanza = event.stanza;
	local agent = jid.bare(stanza.attr.from);
	for _, session in pairs((prosody.bare_sessions[jid.bare(stanza.attr.to)] or { sessions = {} }).sessions) do
		local guest = guests[session];
		for _, said in ipairs(guest and stanza.tags or {}) do
			if said.attr.xmlns == xmlns_jmi and call_with(guest, said.attr.id, agent) then
				if said.name == "proceed" then note_call(guest, said.attr.id, agent, "answered"); end
				if said.name == "reject" or said.name == "finish" then note_call(guest, said.attr.id, agent, "over"); end
			end
		end
	end
end

module:hook("message/bare", note_answer, 999);
module:hook("message/full", note_answer, 999);

-- The retraction, or the end, that is sent in the name of a guest who has left.
local function last_word(guest_jid, agent, id, name, condition)
	return st.message({ from = guest_jid, to = agent, type = "chat", id = name .. "-" .. id })
		:tag(name, { xmlns = xmlns_jmi, id = id })
			:tag("reason", { xmlns = xmlns_jingle }):tag(condition):up():up():up()
		:tag("store", { xmlns = "urn:xmpp:hints" });
end

-- When a guest's stream closes, whether the guest signs out or is cut off, its calls stop ringing and end.
module:hook("resource-unbind", function (event)
	local session = event.session;
	local guest = guests[session];
	if not guest then return; end
	guests[session] = nil;
	for id, agents in pairs(guest.calls) do
		for agent, state in pairs(agents) do
			if state == "ringing" then
				module:send(last_word(session.full_jid, agent, id, "retract", "cancel"));
			elseif state == "answered" then
				module:send(last_word(session.full_jid, agent, id, "finish", "connectivity-error"));
			end
		end
	end
end);
