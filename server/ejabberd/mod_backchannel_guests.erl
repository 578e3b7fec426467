%% Lets the anonymous guests of a host (contacts who call) reach nothing but agents' calls: docs/deploying.md, "Calls from contacts". It allows what
%% server/prosody/mod_backchannel_guests.lua allows, and test/process/guest-host.ts holds both to it.
%%
%%   host_config:
%%     guest.example.com:
%%       auth_method: [anonymous]
%%       anonymous_protocol: sasl_anon
%%       modules:
%%         mod_backchannel_guests: { agent_hosts: [example.com] }
%%
%% This file lists what is allowed. Everything else is answered by the error policy-violation, or dropped if no answer is due.
-module(mod_backchannel_guests).
-behaviour(gen_mod).
-behaviour(gen_server).

-export([start/2, stop/1, reload/3, depends/2, mod_options/1, mod_opt_type/1, mod_doc/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).
-export([user_send_packet/1, user_receive_packet/1, c2s_terminated/2]).

-include("xmpp.hrl").

-define(GUEST, backchannel_guest).
-define(CLIENT, <<"jabber:client">>).
-define(JMI, <<"urn:xmpp:jingle-message:0">>).
-define(JINGLE, <<"urn:xmpp:jingle:1">>).
-define(RTP, <<"urn:xmpp:jingle:apps:rtp:1">>).
-define(CONTACT, <<"urn:backchannel:call:0">>).
-define(HINTS, <<"urn:xmpp:hints">>).
-define(SID, <<"urn:xmpp:sid:0">>).
-define(GROUPING, <<"urn:xmpp:jingle:apps:grouping:0">>).
-define(ICE, <<"urn:xmpp:jingle:transports:ice-udp:1">>).
-define(FEEDBACK, <<"urn:xmpp:jingle:apps:rtp:rtcp-fb:0">>).
-define(SSMA, <<"urn:xmpp:jingle:apps:rtp:ssma:0">>).

-define(MINUTE_MS, 60000).
-define(MAX_ID, 200).
%% Limits of what is passed on: bytes of an attribute or a text, and elements within one. An offer of audio has at most 60 payload types and
%% candidates.
-define(MAX_TEXT, 2000).
-define(MAX_ELEMENTS, 200).

%% What a guest has used up, and its calls: by id and agent `ringing`, `answered` or `over`. It lies in the state of the guest's own connection.
-record(guest, {stanzas, new_calls, network, calls = #{}}).
%% The calls that all guests of this host have begun at this node, and those of each address.
-record(state, {host, new_calls, by_network = #{}}).
%% What is left of a limit, as of a time.
-record(bucket, {left, at}).

%%% The module

start(Host, Opts) -> gen_mod:start_child(?MODULE, Host, Opts).
stop(Host) -> gen_mod:stop_child(?MODULE, Host).
reload(_Host, _NewOpts, _OldOpts) -> ok.
depends(_Host, _Opts) -> [].
mod_doc() -> #{}.

mod_opt_type(agent_hosts) -> econf:list(econf:domain());
mod_opt_type(_) -> econf:pos_int().

%% Sizes are in bytes. An offer of audio takes some 8,000, a proposal 600. The burst is for candidates, and for a call to a group, which is a proposal for
%% each member. The limit of calls is for all guests together, so that signing in anew doesn't get around it; `_each` is for one guest, and `_address` for
%% all guests of one address, so that nobody can use up the limit of all. A call counts once for each agent whom it rings.
mod_options(_Host) ->
    [agent_hosts,
     {message_bytes, 4096},
     {iq_bytes, 32768},
     {stanza_burst, 300},
     {stanzas_per_second, 20},
     {calls_per_minute, 600},
     {calls_per_minute_each, 50},
     {calls_per_minute_address, 150}].

option(Host, Name) -> gen_mod:get_module_opt(Host, ?MODULE, Name).

hooks() ->
    [{user_send_packet, user_send_packet, 1}, {user_receive_packet, user_receive_packet, 1}, {c2s_terminated, c2s_terminated, 40}].

init([Host | _]) ->
    process_flag(trap_exit, true),
    [ejabberd_hooks:add(Hook, Host, ?MODULE, Name, Order) || {Hook, Name, Order} <- hooks()],
    erlang:send_after(?MINUTE_MS, self(), forget),
    {ok, #state{host = Host, new_calls = full(option(Host, calls_per_minute))}}.

terminate(_Reason, #state{host = Host}) ->
    [ejabberd_hooks:delete(Hook, Host, ?MODULE, Name, Order) || {Hook, Name, Order} <- hooks()].

%% A call that one of the limits refuses isn't counted by the other. So there are no more addresses than calls, whoever has how many.
handle_call({begin_call, Network}, _From, #state{host = Host, new_calls = All, by_network = ByNetwork} = State) ->
    Max = option(Host, calls_per_minute_address),
    Own = maps:get(Network, ByNetwork, full(Max)),
    case {take(All, option(Host, calls_per_minute), ?MINUTE_MS), take(Own, Max, ?MINUTE_MS)} of
        {{true, All2}, {true, Own2}} -> {reply, true, State#state{new_calls = All2, by_network = ByNetwork#{Network => Own2}}};
        _ -> {reply, false, State}
    end.

handle_cast(_Cast, State) -> {noreply, State}.

%% An address that has called nobody for a minute has its whole limit again.
handle_info(forget, #state{by_network = ByNetwork} = State) ->
    erlang:send_after(?MINUTE_MS, self(), forget),
    Since = now_ms() - ?MINUTE_MS,
    {noreply, State#state{by_network = maps:filter(fun(_, #bucket{at = At}) -> At > Since end, ByNetwork)}};
handle_info(_Info, State) -> {noreply, State}.

%%% Limits

now_ms() -> erlang:monotonic_time(millisecond).

full(Max) -> #bucket{left = Max, at = now_ms()}.

%% Takes one, of as many as Max in a period. What was taken comes back evenly.
take(#bucket{left = Left, at = At}, Max, PeriodMs) ->
    Now = now_ms(),
    case min(Max, Left + (Now - At) * Max / PeriodMs) of
        Enough when Enough >= 1 -> {true, #bucket{left = Enough - 1, at = Now}};
        Rest -> {false, #bucket{left = Rest, at = Now}}
    end.

%% The network of one subscriber: an IPv4 address, or the first 64 bits of an IPv6 address.
network_of(#{ip := {{0, 0, 0, 0, 0, 16#ffff, High, Low}, _}}) -> {High bsr 8, High band 255, Low bsr 8, Low band 255};
network_of(#{ip := {{A, B, C, D, _, _, _, _}, _}}) -> {A, B, C, D, net};
network_of(#{ip := {Address, _}}) -> Address;
network_of(_) -> unknown.

guest_of(#{?GUEST := Guest}) -> Guest;
guest_of(#{lserver := Host} = C2S) ->
    #guest{stanzas = full(option(Host, stanza_burst)), new_calls = full(option(Host, calls_per_minute_each)), network = network_of(C2S)}.

%%% What a guest sends

%% ejabberd goes on with the next function of a hook when one has failed. So a failure is made a refusal here.
user_send_packet({Packet, #{lserver := Host} = C2S}) ->
    Guest = guest_of(C2S),
    Burst = option(Host, stanza_burst),
    {IsInTime, Stanzas} = take(Guest#guest.stanzas, Burst, Burst * 1000 div option(Host, stanzas_per_second)),
    C2S2 = C2S#{?GUEST => Guest#guest{stanzas = Stanzas}},
    try IsInTime andalso is_small(Host, Packet) andalso allows(Packet, C2S2) of
        {true, Packet2, Guest2} -> {Packet2, C2S2#{?GUEST => Guest2}};
        false -> {stop, {drop, refuse(Packet, IsInTime, C2S2)}}
    catch
        _:_ -> {stop, {drop, refuse(Packet, IsInTime, C2S2)}}
    end.

is_small(Host, Packet) ->
    Max = case Packet of #iq{} -> option(Host, iq_bytes); _ -> option(Host, message_bytes) end,
    byte_size(fxml:element_to_binary(xmpp:encode(Packet))) =< Max.

refuse(Packet, IsInTime, C2S) ->
    case lists:member(xmpp:get_type(Packet), [error, result]) of
        true -> C2S;
        false -> ejabberd_c2s:send(C2S, xmpp:make_error(Packet, violation(IsInTime)))
    end.

violation(true) -> #stanza_error{type = cancel, reason = 'policy-violation'};
violation(false) -> #stanza_error{type = wait, reason = 'policy-violation'}.

%% What is passed on of a stanza, and the guest after it; or false.
allows(#message{to = To, type = Type, sub_els = Elements, id = Id} = Message, #{lserver := Host} = C2S)
  when Type =:= chat; Type =:= normal ->
    Is = is_agent(To, Host) andalso Message#message.body =:= [] andalso Message#message.subject =:= []
        andalso Message#message.thread =:= undefined andalso byte_size(Id) =< ?MAX_TEXT andalso not has_text(Elements),
    case Is andalso call_in(Elements) of
        false -> false;
        Call ->
            case goes_on(Call, bare(To), C2S) of
                false -> false;
                Guest -> {true, Message#message{sub_els = rebuilt(message, Elements), lang = <<>>}, Guest}
            end
    end;
allows(#iq{to = To, sub_els = Elements} = Iq, #{lserver := Host} = C2S) ->
    Guest = guest_of(C2S),
    IsAgent = is_agent(To, Host),
    if
        IsAgent, To#jid.lresource =/= <<>>, byte_size(Iq#iq.id) =< ?MAX_TEXT ->
            case allows_iq_to_agent(Iq, bare(To), C2S) of
                false -> false;
                Guest2 -> {true, Iq#iq{sub_els = rebuilt(iq, Elements), lang = <<>>}, Guest2}
            end;
        true ->
            case is_own_server(To, C2S) andalso allows_iq_to_server(Iq) of
                true -> {true, Iq, Guest};
                false -> false
            end
    end;
%% A guest may send its own presence without an address; it reaches nobody, because guests have no roster.
allows(#presence{to = To} = Presence, #{jid := Own} = C2S) ->
    case bare(To) =:= bare(Own) andalso To#jid.lresource =:= <<>> of
        true -> {true, Presence, guest_of(C2S)};
        false -> false
    end;
allows(_Packet, _C2S) -> false.

bare(Jid) -> jid:tolower(jid:remove_resource(Jid)).

is_agent(#jid{luser = <<>>}, _Host) -> false;
is_agent(#jid{lserver = Server}, Host) -> lists:member(Server, option(Host, agent_hosts)).

%% A stanza without an address has the guest's own.
is_own_server(#jid{luser = <<>>, lserver = Host, lresource = <<>>}, #{lserver := Host}) -> true;
is_own_server(To, #{jid := Own}) -> bare(To) =:= bare(Own) andalso To#jid.lresource =:= <<>>.

%% The one element of a call in a message that has nothing else but hints and ids; or false.
call_in(Elements) ->
    {Calls, Others} = lists:partition(fun(Element) -> ns(Element) =:= ?JMI end, Elements),
    IsCallAlone = lists:all(fun(Element) -> lists:member(ns(Element), [?HINTS, ?SID]) end, Others),
    case Calls of
        [#xmlel{name = Name} = Call] when IsCallAlone ->
            Id = fxml:get_tag_attr_s(<<"id">>, Call),
            IsKnown = child(message, ?JMI, Name) =/= none,
            IsKnown andalso Id =/= <<>> andalso byte_size(Id) =< ?MAX_ID andalso Call;
        _ -> false
    end.

goes_on(#xmlel{name = <<"propose">>} = Call, Agent, C2S) ->
    case is_voice_proposal(children(Call)) of
        true -> begins_call(fxml:get_tag_attr_s(<<"id">>, Call), Agent, C2S);
        false -> false
    end;
goes_on(#xmlel{name = Name} = Call, Agent, C2S) ->
    IsKnown = lists:all(fun(#xmlel{name = Inside}) -> lists:member(Inside, words("reason tie-break migrated")) end, children(Call)),
    case IsKnown of
        true -> goes_on_with_call(fxml:get_tag_attr_s(<<"id">>, Call), Agent, Name, C2S);
        false -> false
    end.

is_voice_proposal(Elements) ->
    {Descriptions, Others} = lists:partition(fun(Element) -> is(Element, ?RTP, <<"description">>) end, Elements),
    case Descriptions of
        [Description] ->
            fxml:get_tag_attr_s(<<"media">>, Description) =:= <<"audio">> andalso children(Description) =:= []
                andalso lists:all(fun(Other) -> is(Other, ?CONTACT, <<"contact">>) andalso children(Other) =:= [] end, Others);
        _ -> false
    end.

%% Notes a proposed call. Whatever else the guest sends has to be about a call that this very session has proposed to this agent.
begins_call(Id, Agent, #{lserver := Host} = C2S) ->
    #guest{calls = Calls, network = Network} = Guest = guest_of(C2S),
    case maps:is_key({Id, Agent}, Calls) of
        true -> Guest;
        false ->
            {IsInTime, NewCalls} = take(Guest#guest.new_calls, option(Host, calls_per_minute_each), ?MINUTE_MS),
            Process = gen_mod:get_module_proc(Host, ?MODULE),
            case IsInTime andalso gen_server:call(Process, {begin_call, Network}) of
                true -> Guest#guest{new_calls = NewCalls, calls = Calls#{{Id, Agent} => ringing}};
                false -> false
            end
    end.

goes_on_with_call(Id, Agent, Name, C2S) ->
    #guest{calls = Calls} = Guest = guest_of(C2S),
    case {maps:is_key({Id, Agent}, Calls), lists:member(Name, words("retract finish session-terminate"))} of
        {true, true} -> Guest#guest{calls = Calls#{{Id, Agent} => over}};
        {true, false} -> Guest;
        {false, _} -> false
    end.

allows_iq_to_agent(#iq{type = result, sub_els = []}, _Agent, C2S) -> guest_of(C2S);
allows_iq_to_agent(#iq{type = error, sub_els = Elements}, _Agent, C2S) ->
    case lists:all(fun(#xmlel{name = Name} = Element) -> Name =:= <<"error">> orelse ns(Element) =:= ?JINGLE end, Elements) of
        true -> guest_of(C2S);
        false -> false
    end;
allows_iq_to_agent(#iq{type = set, sub_els = [Jingle]}, Agent, C2S) ->
    case is(Jingle, ?JINGLE, <<"jingle">>) andalso is_voice(Jingle) of
        true -> goes_on_with_call(fxml:get_tag_attr_s(<<"sid">>, Jingle), Agent, fxml:get_tag_attr_s(<<"action">>, Jingle), C2S);
        false -> false
    end;
allows_iq_to_agent(_Iq, _Agent, _C2S) -> false.

is_voice(Jingle) ->
    Descriptions = [Inside || #xmlel{name = <<"content">>} = Content <- children(Jingle), #xmlel{name = <<"description">>} = Inside <- children(Content)],
    lists:all(fun(One) -> ns(One) =:= ?RTP andalso fxml:get_tag_attr_s(<<"media">>, One) =:= <<"audio">> end, Descriptions).

allows_iq_to_server(#iq{type = Type}) when Type =:= result; Type =:= error -> true;
allows_iq_to_server(#iq{sub_els = [#xmlel{name = Name} = Query | _]}) ->
    lists:member({ns(Query), Name},
                 [{<<"http://jabber.org/protocol/disco#info">>, <<"query">>},
                  {<<"http://jabber.org/protocol/disco#items">>, <<"query">>},
                  {<<"urn:xmpp:extdisco:2">>, <<"services">>},
                  {<<"urn:xmpp:extdisco:2">>, <<"credentials">>},
                  {<<"urn:xmpp:ping">>, <<"ping">>},
                  {<<"urn:ietf:params:xml:ns:xmpp-session">>, <<"session">>}]);
allows_iq_to_server(_Iq) -> false.

%%% What a guest receives

%% Only agents and their servers can send to a guest.
user_receive_packet({Packet, #{lserver := Host} = C2S}) ->
    #jid{lserver = From} = Sender = xmpp:get_from(Packet),
    case From =:= Host orelse lists:member(From, option(Host, agent_hosts)) of
        true -> {Packet, C2S#{?GUEST => noted(Packet, bare(Sender), guest_of(C2S))}};
        false ->
            ejabberd_router:route_error(Packet, violation(true)),
            {stop, {drop, C2S}}
    end.

%% Notes what an agent answered: it decides what the agent is told when the guest leaves.
noted(#message{sub_els = Elements}, Agent, Guest) ->
    lists:foldl(
      fun(Element, #guest{calls = Calls} = Noted) ->
              #xmlel{name = Name} = Said = xmpp:encode(Element),
              Key = {fxml:get_tag_attr_s(<<"id">>, Said), Agent},
              case ns(Said) =:= ?JMI andalso maps:is_key(Key, Calls) of
                  true when Name =:= <<"proceed">> -> Noted#guest{calls = Calls#{Key => answered}};
                  true when Name =:= <<"reject">>; Name =:= <<"finish">> -> Noted#guest{calls = Calls#{Key => over}};
                  _ -> Noted
              end
      end,
      Guest,
      Elements);
noted(_Packet, _Agent, Guest) -> Guest.

%% When a guest's stream closes, whether the guest signs out or is cut off, its calls stop ringing and end.
c2s_terminated(#{?GUEST := #guest{calls = Calls}, jid := Own} = C2S, _Reason) ->
    maps:foreach(
      fun({Id, Agent}, ringing) -> last_word(Own, Agent, Id, <<"retract">>, <<"cancel">>);
         ({Id, Agent}, answered) -> last_word(Own, Agent, Id, <<"finish">>, <<"connectivity-error">>);
         (_, over) -> ok
      end,
      Calls),
    maps:remove(?GUEST, C2S);
c2s_terminated(C2S, _Reason) -> C2S.

%% The retraction, or the end, that is sent in the name of a guest who has left.
last_word(Guest, Agent, Id, Name, Condition) ->
    Reason = #xmlel{name = <<"reason">>, attrs = [{<<"xmlns">>, ?JINGLE}], children = [#xmlel{name = Condition}]},
    Said = #xmlel{name = Name, attrs = [{<<"xmlns">>, ?JMI}, {<<"id">>, Id}], children = [Reason]},
    Store = #xmlel{name = <<"store">>, attrs = [{<<"xmlns">>, ?HINTS}]},
    Message = #message{from = Guest, to = jid:make(Agent), type = chat, id = <<Name/binary, "-", Id/binary>>, sub_els = [Said, Store]},
    ejabberd_router:route(Message).

%%% XML

ns(Element) -> fxml:get_tag_attr_s(<<"xmlns">>, Element).
children(#xmlel{children = Children}) -> [Child || #xmlel{} = Child <- Children].
words(Text) -> [list_to_binary(Word) || Word <- string:lexemes(Text, " ")].

is(#xmlel{name = Name} = Element, Ns, Name) -> ns(Element) =:= Ns;
is(_Element, _Ns, _Name) -> false.

%% Whether elements contain text. People read text (bodies, subjects); a call's signalling consists of attributes and elements only.
has_text(Children) ->
    lists:any(fun({xmlcdata, Text}) -> re:run(Text, <<"\\S">>) =/= nomatch;
                 (#xmlel{children = Inside}) -> has_text(Inside)
              end,
              Children).

%% Makes new elements with only what is named below, so that nothing else of the guest's elements is left.
rebuilt(Context, Elements) -> rebuilt(Context, ?CLIENT, Elements).

rebuilt(Context, Ns, Children) -> rebuilt(Context, Ns, Children, ?MAX_ELEMENTS).

rebuilt(_Context, _Ns, [], _Left) -> [];
rebuilt(_Context, _Ns, _Children, 0) -> [];
rebuilt(fingerprint, Ns, [{xmlcdata, Text} | More], Left) when byte_size(Text) =< ?MAX_TEXT ->
    [{xmlcdata, Text} | rebuilt(fingerprint, Ns, More, Left - 1)];
rebuilt(Context, ParentNs, [#xmlel{name = Name, attrs = Attributes, children = Children} | More], Left) ->
    Ns = proplists:get_value(<<"xmlns">>, Attributes, ParentNs),
    case child(Context, Ns, Name) of
        none -> rebuilt(Context, ParentNs, More, Left);
        {Inside, Names} ->
            Kept = [{Key, Value} || {Key, Value} <- Attributes, lists:member(Key, words(Names)), byte_size(Value) =< ?MAX_TEXT],
            Copy = #xmlel{name = Name, attrs = [{<<"xmlns">>, Ns} | Kept], children = rebuilt(Inside, Ns, Children)},
            [Copy | rebuilt(Context, ParentNs, More, Left - 1)]
    end;
rebuilt(Context, Ns, [_ | More], Left) -> rebuilt(Context, Ns, More, Left).

%% What a call's stanzas consist of: within what, of which namespace, which element, and its attributes. An agent gets nothing else.
child(message, ?JMI, <<"propose">>) -> {propose, "id"};
child(message, ?JMI, Name) -> one_of(Name, "ringing proceed accept reject retract finish", {said, "id"});
child(message, ?HINTS, Name) -> one_of(Name, "no-copy no-permanent-store no-store store", {nothing, ""});
child(message, ?SID, <<"origin-id">>) -> {nothing, "id"};
child(propose, ?RTP, <<"description">>) -> {nothing, "media"};
child(propose, ?CONTACT, <<"contact">>) -> {nothing, "group name number page topic"};
child(said, ?JINGLE, <<"reason">>) -> {reason, ""};
child(said, ?JMI, <<"tie-break">>) -> {nothing, ""};
child(said, ?JMI, <<"migrated">>) -> {nothing, "to"};
child(reason, ?JINGLE, Name) ->
    Reasons = "alternative-session busy cancel connectivity-error decline expired failed-application failed-transport general-error gone "
        "incompatible-parameters media-error security-error success timeout unsupported-applications unsupported-transports",
    one_of(Name, Reasons, {nothing, ""});
child(iq, ?CLIENT, <<"error">>) -> {error, "type"};
child(iq, ?JINGLE, <<"jingle">>) -> {jingle, "action initiator responder sid"};
child(error, <<"urn:ietf:params:xml:ns:xmpp-stanzas">>, Name) ->
    Conditions = "bad-request conflict feature-not-implemented forbidden gone internal-server-error item-not-found jid-malformed not-acceptable "
        "not-allowed not-authorized policy-violation recipient-unavailable remote-server-timeout resource-constraint service-unavailable "
        "undefined-condition unexpected-request",
    one_of(Name, Conditions, {nothing, ""});
child(error, <<"urn:xmpp:jingle:errors:1">>, Name) -> one_of(Name, "out-of-order tie-break unknown-session unsupported-info", {nothing, ""});
child(jingle, ?JINGLE, <<"content">>) -> {content, "creator disposition name senders"};
child(jingle, ?JINGLE, <<"reason">>) -> {reason, ""};
child(jingle, <<"urn:xmpp:jingle:apps:rtp:info:1">>, Name) -> one_of(Name, "active hold mute ringing unhold unmute", {nothing, "creator name"});
child(jingle, ?GROUPING, <<"group">>) -> {group, "semantics"};
child(group, ?GROUPING, <<"content">>) -> {nothing, "name"};
child(content, ?RTP, <<"description">>) -> {description, "media ssrc"};
child(content, ?ICE, <<"transport">>) -> {transport, "pwd ufrag"};
child(description, ?RTP, <<"payload-type">>) -> {payload_type, "channels clockrate id maxptime name ptime"};
child(description, ?RTP, Name) -> one_of(Name, "rtcp-mux rtcp-reduced-size", {nothing, ""});
child(description, <<"urn:xmpp:jingle:apps:rtp:rtp-hdrext:0">>, <<"rtp-hdrext">>) -> {nothing, "id senders uri"};
child(description, <<"urn:xmpp:jingle:apps:rtp:msid:0">>, <<"stream">>) -> {nothing, "id track"};
child(description, ?SSMA, <<"source">>) -> {source, "ssrc"};
child(description, ?SSMA, <<"ssrc-group">>) -> {sources, "semantics"};
child(source, ?SSMA, <<"parameter">>) -> {nothing, "name value"};
child(sources, ?SSMA, <<"source">>) -> {nothing, "ssrc"};
child(payload_type, ?RTP, <<"parameter">>) -> {nothing, "name value"};
child(Context, ?FEEDBACK, <<"rtcp-fb">>) when Context =:= description; Context =:= payload_type -> {nothing, "type subtype"};
child(Context, ?FEEDBACK, <<"rtcp-fb-trr-int">>) when Context =:= description; Context =:= payload_type -> {nothing, "value"};
child(transport, ?ICE, <<"candidate">>) ->
    {nothing, "component foundation generation id ip network port priority protocol rel-addr rel-port tcptype type"};
child(transport, ?ICE, <<"remote-candidate">>) -> {nothing, "component ip port"};
child(transport, ?ICE, <<"gathering-complete">>) -> {nothing, ""};
child(transport, <<"urn:xmpp:jingle:apps:dtls:0">>, <<"fingerprint">>) -> {fingerprint, "hash setup"};
child(_Context, _Ns, _Name) -> none.

one_of(Name, Names, Shape) ->
    case lists:member(Name, words(Names)) of
        true -> Shape;
        false -> none
    end.
