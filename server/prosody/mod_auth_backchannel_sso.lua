-- Signs agents in by their organization's tokens, SASL OAUTHBEARER (RFC 7628): the issuer is asked whose a token is. Accounts with passwords sign
-- in beside that, as with internal_hashed: docs/deploying.md, "Single sign-on".
--
--   VirtualHost "support.example"
--     authentication = "backchannel_sso"
--     backchannel_sso_introspection_url = "https://id.example/introspect"
--     backchannel_sso_client_id = "xmpp"
--     backchannel_sso_client_secret = "…"
--     backchannel_sso_audiences = { "backchannel-messaging" }
--
-- An issuer without introspection (RFC 7662) can be asked by `backchannel_sso_userinfo_url`. It doesn't say for whom a token was made, so that the
-- tokens of all its applications sign in.

local base64 = require "util.encodings".base64.encode;
local http = require "net.http";
local json = require "util.json";
local new_id = require "util.id".long;
local promise = require "util.promise";
local prep = require "util.encodings".stringprep;
local set = require "util.set";
local wait_for = require "util.async".wait_for;

local userinfo_url = module:get_option_string("backchannel_sso_userinfo_url");
local introspection_url = module:get_option_string("backchannel_sso_introspection_url");
local client_id = module:get_option_string("backchannel_sso_client_id", "");
local client_secret = module:get_option_string("backchannel_sso_client_secret", "");
local audiences = module:get_option_set("backchannel_sso_audiences", {});
-- The claim has the agent's name, alone or as name@domain. Agents must not be able to change it at the issuer.
local claim = module:get_option_string("backchannel_sso_username_claim", introspection_url and "username" or "preferred_username");
local claim_domain = module:get_option_string("backchannel_sso_username_domain", module.host);
local creates_accounts = module:get_option_boolean("backchannel_sso_create_accounts", true);
-- After so long the connection is cut. The client comes back with a token that is good then, or not at all.
local session_seconds = module:get_option_number("backchannel_sso_session_seconds", 8 * 3600);
-- An issuer that takes a connection and answers nothing counts as one that can't be asked after this time.
local answer_seconds = module:get_option_number("backchannel_sso_answer_seconds", 10);
local discovery_url = module:get_option_string("backchannel_sso_discovery_url");

local url = assert(introspection_url or userinfo_url, "backchannel_sso_introspection_url is required, or backchannel_sso_userinfo_url");
assert(url:match("^https://") or url:match("^http://127%.0%.0%.1[:/]") or url:match("^http://localhost[:/]"), "not https: " .. url);
assert(not introspection_url or not audiences:empty(), "backchannel_sso_audiences is required");

module:depends("auth_internal_hashed");
local internal;
for _, one in ipairs(module:get_host_items("auth-provider")) do
	if one.name == "internal_hashed" then internal = one; end
end
-- The functions are copied, because Prosody replaces a provider's metatable.
local provider = {};
for name, value in pairs(internal) do
	if type(value) == "function" then provider[name] = value; end
end

local function request_for(token)
	if not introspection_url then
		return { headers = { ["Authorization"] = "Bearer " .. token; ["Accept"] = "application/json" } };
	end
	-- RFC 6749, 2.3.1: both parts are form-encoded.
	local client = http.urlencode(client_id) .. ":" .. http.urlencode(client_secret);
	return {
		headers = {
			["Authorization"] = "Basic " .. base64(client);
			["Content-Type"] = "application/x-www-form-urlencoded";
			["Accept"] = "application/json";
		};
		body = http.formencode { token = token; token_type_hint = "access_token" };
	};
end

-- Whether the token was made for this server. Any other application of the organization has tokens of the same agents.
local function is_for_us(answer)
	if not introspection_url then return true; end
	local given = type(answer.aud) == "table" and answer.aud or { answer.aud };
	return answer.active == true and not set.intersection(set.new(given), audiences):empty();
end

local function username_of(answer)
	local value = type(answer[claim]) == "string" and answer[claim] or "";
	local node, domain = value:match("^(.+)@([^@]+)$");
	if domain and prep.nameprep(domain) ~= claim_domain then return nil; end
	local username = prep.nodeprep(node or value);
	return username ~= "" and username or nil;
end

local function no_answer()
	return promise.new(function (_, reject)
		module:add_timer(answer_seconds, function () reject("no answer in time"); end);
	end);
end

-- The agent's name; or nil, and the condition of the refusal.
local function ask(token)
	local response, err = wait_for(promise.race { http.request(url, request_for(token)), no_answer() });
	local code = response and response.code or 0;
	if code == 0 or code == 429 or code >= 500 or (introspection_url and code ~= 200) then
		module:log("warn", "The issuer can't be asked: %s", err or code);
		return nil, "temporary-auth-failure";
	end
	local answer = code == 200 and json.decode(response.body);
	if type(answer) ~= "table" or not is_for_us(answer) then return nil, "not-authorized"; end
	return username_of(answer), "not-authorized";
end

-- RFC 7628, 3.1: the GS2 header, perhaps with an authorization identity, then key-value pairs between bytes of 0x01.
local function oauthbearer(self, message)
	if self.has_refused then return "failure", "not-authorized", "This token is not valid, or not any more."; end
	local header, pairs_given = (message or ""):match("^[ny],([^,]*),(\1.*)$");
	local token = pairs_given and pairs_given:match("\1auth=[Bb]earer ([%w%-._~+/]+=*)\1");
	if not token then return "failure", "malformed-request"; end
	local username, problem = ask(token);
	if not username and problem ~= "not-authorized" then return "failure", problem; end
	if not username then
		-- RFC 7628, 3.2.2: why, and where tokens are to be had. The client acknowledges it, and has failed.
		self.has_refused = true;
		return "challenge", json.encode { status = "invalid_token"; ["openid-configuration"] = discovery_url };
	end
	local authzid = header:match("^a=(.+)$");
	if authzid and authzid:gsub("=2C", ","):gsub("=3D", "="):lower() ~= username .. "@" .. module.host then
		return "failure", "invalid-authzid";
	end
	-- What is sent to somebody without an account is stored nowhere. Nobody knows the password.
	if not internal.user_exists(username) and not (creates_accounts and internal.create_user(username, new_id())) then
		return "failure", "account-disabled";
	end
	self.username = username;
	return "success";
end

-- The mechanism is added to each handler and isn't registered with util.sasl, whose registry is one for all hosts of the server.
function provider.get_sasl_handler(session)
	local handler = internal.get_sasl_handler(session);
	local process = handler.process;
	handler.mechs["OAUTHBEARER"] = true;
	function handler:process(message)
		if self.selected == "OAUTHBEARER" then return oauthbearer(self, message); end
		return process(self, message);
	end
	function handler:clean_clone() return provider.get_sasl_handler(session); end
	return handler;
end

module:provides("auth", provider);

module:hook("authentication-success", function (event)
	local session = event.session;
	if session.sasl_handler.selected == "OAUTHBEARER" then session.backchannel_sso_until = os.time() + session_seconds; end
end);
-- A resumed stream ends with the token that it was resumed by.
module:hook("smacks-hibernation-end", function (event) event.resumed.backchannel_sso_until = event.origin.backchannel_sso_until; end);

local look_again = math.min(60, session_seconds);
module:add_timer(look_again, function ()
	local now = os.time();
	for _, user in pairs(prosody.hosts[module.host].sessions) do
		for _, session in pairs(user.sessions) do
			local is_over = session.backchannel_sso_until and session.backchannel_sso_until <= now;
			-- The connection is closed, and not the stream, so that it may be resumed.
			if is_over and session.conn and not session.hibernating then session.conn:close(); end
		end
	end
	return look_again;
end);
