-- For tests. Authenticates by SASL OAUTHBEARER (RFC 7628) only: USERNAME's token is "token-for-USERNAME".

local new_sasl = require "util.sasl".new;
local register_mechanism = require "util.sasl".registerMechanism;
local nodeprep = require "util.encodings".stringprep.nodeprep;

-- RFC 7628, 3.1: the GS2 header with the authorization identity, then key-value pairs between 0x01 bytes.
local function oauthbearer(self, message)
	if not message or message == "" then return "failure", "malformed-request"; end
	local authzid, token = message:match("^n,a=([^,]*),\1.-auth=Bearer ([^\1]+)\1");
	local username = authzid and nodeprep(authzid:match("^([^@]+)@") or "");
	if not username or username == "" then return "failure", "malformed-request"; end
	if not self.profile.oauthbearer(self, username, token) then
		return "failure", "not-authorized", "This token is not valid.";
	end
	self.username = username;
	return "success";
end

register_mechanism("OAUTHBEARER", { "oauthbearer" }, oauthbearer);

local provider = {};

function provider.get_sasl_handler()
	return new_sasl(module.host, {
		oauthbearer = function (_, username, token) return token == "token-for-" .. username; end;
	});
end

function provider.user_exists() return true; end
function provider.users() return function () end; end
function provider.test_password() return nil, "Only tokens."; end
function provider.set_password() return nil, "Only tokens."; end
function provider.create_user() return nil, "Only tokens."; end
function provider.delete_user() return nil, "Only tokens."; end

module:provides("auth", provider);
