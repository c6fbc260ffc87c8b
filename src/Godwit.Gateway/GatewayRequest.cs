using System.Net;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Counters;
using Godwit.Gateway.Journal;
using Godwit.Gateway.Kept;
using Godwit.Gateway.ResponseSockets;
using Godwit.Gateway.ResponseState;
using Godwit.Gateway.State;
using Godwit.Gateway.Steps;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;
using Godwit.Providers.Dialects.Scanning;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;
using Godwit.Providers.Tokens;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway;

/// <summary>
/// One request on its way through the pipeline. One per connection, used again for the next request on it.
/// </summary>
internal sealed class GatewayRequest
{
    private readonly List<AttemptRecord> attempts = [];
    private readonly LossReport losses = new();
    private bool losing;
    private bool priced;
    private RequestBounds? bounds;

    /// <summary>The request and response as ASP.NET Core has them.</summary>
    public DefaultHttpContext Http { get; } = new();

    /// <summary>UUIDv7, the key of the record.</summary>
    public Guid Id { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>Reading of <see cref="TimeProvider.GetTimestamp"/> at the start.</summary>
    public long StartTimestamp { get; private set; }

    /// <summary>The snapshot this request began with, and keeps.</summary>
    public GatewaySnapshot Snapshot { get; private set; } = null!;

    public ClientOperation Operation { get; set; }

    /// <summary>What the client speaks, and is answered in.</summary>
    public Dialect Dialect { get; set; }

    /// <summary>
    /// The client reads the stream as one JSON list: Gemini's without <c>alt=sse</c>. Providers are asked for events,
    /// so that such an answer is translated even where both sides speak the same dialect.
    /// </summary>
    public bool StreamIsArray =>
        Operation == ClientOperation.StreamGenerateContent && Http.Request.Query["alt"] != "sse";

    /// <summary>The request's body, decompressed.</summary>
    public RequestBody Body { get; } = new();

    public ClientAddress ClientAddress { get; set; }

    /// <summary>What is written of the client address; kept from request to request of the connection.</summary>
    public KnownAddress KnownAddress { get; set; }

    public ApiKeyRules? Key { get; set; }

    /// <summary>Kept from request to request of the connection.</summary>
    public KnownKey KnownKey { get; set; }

    /// <summary>What parts the body when it is a form; null when it is JSON.</summary>
    public string? FormBoundary { get; set; }

    /// <summary>Where the fields lie that are read or patched.</summary>
    public RequestScan Scan { get; set; }

    /// <summary>The model name that was asked for.</summary>
    public string? RequestModel { get; set; }

    public Location Location { get; set; } = Location.Unknown;

    /// <summary>The end user's address that a reseller handed on; null without one.</summary>
    public IPAddress? EndUserAddress { get; set; }

    /// <summary>Where that address is.</summary>
    public AddressEvidence? EndUser { get; set; }

    public RouteRules? Route { get; set; }

    public RoutePlan Plan { get; } = new();

    /// <summary>The instant that was decided for: the start, or a later one at which a policy began to hold.</summary>
    public DateTimeOffset DecidedAt { get; private set; }

    /// <summary>What the answer tells the caller of what it may soon not use any more.</summary>
    public TerritoryNotice? Notice { get; set; }

    public IReadOnlyList<AttemptRecord> Attempts => attempts;

    /// <summary>Attempts that were begun, the one under way included.</summary>
    public int AttemptsBegun { get; private set; }

    /// <summary>The target whose answer is relayed.</summary>
    public TargetRules? Target { get; private set; }

    /// <summary>Which of the target's credentials is used.</summary>
    public CredentialTurn Credential { get; } = new();

    /// <summary>The door of that target: the dialect it is spoken to in.</summary>
    public DoorRules? Door { get; private set; }

    /// <summary>The request in its neutral form, once a target's dialect made it necessary.</summary>
    public GenAIRequest? Neutral { get; set; }

    /// <summary>What is to be embedded, once a target's dialect made a translation necessary.</summary>
    public EmbeddingRequest? Embedding { get; set; }

    /// <summary>What a request for a response goes on with; null for other operations.</summary>
    public ResponseTurn? Turn { get; set; }

    /// <summary>What the connection remembers of its responses; null where each request has one of its own.</summary>
    public SocketMemory? Memory { get; set; }

    /// <summary>Nothing is to be generated: the request prepares another.</summary>
    public bool WarmsUp { get; set; }
    /// <summary>The response that its holder is asked about; null for other operations.</summary>
    public ToldResponse? Told { get; set; }

    /// <summary>
    /// The request that asked for the response to be made in the background, of which the answer tells: this one or an
    /// earlier one. Null for what is made at once.
    /// </summary>
    public Guid? MadeInBackgroundBy => Turn is { Background: true } ? Id : Told?.MadeInBackgroundBy;

    /// <summary>The usage that the answer tells of stands in another record than this request's.</summary>
    public bool UsageIsAnothers => Told is not null || MadeInBackgroundBy is not null;

    /// <summary>The answer is collected from a stream, for a client that did not ask for one.</summary>
    public bool Collects { get; set; }

    /// <summary>The provider is asked for a stream.</summary>
    public bool ProviderStreams => Scan.Stream || Collects;

    /// <summary>What the translation for the attempt under way did not carry over whole; null when none was.</summary>
    public LossReport? Losses => losing ? losses : null;

    /// <summary>What of a provider's keeping is asked for; null for other operations.</summary>
    public KeptRequest? Kept { get; set; }

    /// <summary>What it needs that only one account of one provider has; null when any will do.</summary>
    public HeldState? Held
    {
        get => Credential.Held;
        set => Credential.Held = value;
    }

    /// <summary>The account for what the answer names: what is asked about has it in its id.</summary>
    public string Account => Held is { Kind: HeldKind.Thing or HeldKind.Response } held
        ? held.Account : Credential.Account;

    /// <summary>Ends the attempt under way.</summary>
    public AttemptLifetime Lifetime { get; } = new();

    /// <summary>Looks at the answer while it is relayed.</summary>
    public AnswerTap Tap { get; } = new();

    /// <summary>What the provider has told of the tokens of the attempt under way.</summary>
    public TokenUsage Usage
    {
        get;
        set
        {
            field = value;
            priced = false;
        }
    }

    /// <summary>What <see cref="Usage"/> costs at the target; null where that is not known whole.</summary>
    public Cost? Cost
    {
        get
        {
            if (!priced)
                (field, priced) = (CostAt(StartedAt), true);
            return field;
        }
    }

    /// <summary>A figure of <see cref="Usage"/> is an estimate.</summary>
    public bool UsageEstimated { get; set; }

    /// <summary>Measures the answer while it is relayed; null until one has begun to come.</summary>
    public OutputMeter? Output { get; set; }

    public string? ResponseModel { get; set; }

    /// <summary>True when the request is decided about and not sent.</summary>
    public bool IsDryRun { get; set; }

    /// <summary>True when no target may serve the caller from where it is.</summary>
    public bool IsRefusedByTerritory => Plan.Decision == RequestDecision.Refused;

    public RequestEnding Ending { get; set; }

    public Refusal? Refusal { get; set; }

    /// <summary>True once the record is in the journal.</summary>
    public bool Settled { get; set; }

    /// <summary>The most that it can use; looked for once it is asked.</summary>
    public RequestBounds Bounds => bounds ??= new RequestBounds(this);

    /// <summary>True once that was looked for.</summary>
    public bool IsBounded => bounds is not null;

    /// <summary>What it holds of limits, and was charged.</summary>
    public RequestHolds Holds { get; } = new();

    /// <summary>What its connection's requests are counted by, as far as it is known; kept for the next.</summary>
    public KnownMeters Meters { get; } = new();

    /// <summary>True when an attempt with a target counts in some limit or grant.</summary>
    public bool Counts(TargetRules target) => Key!.IsLimited || !target.Grants.IsEmpty;

    /// <summary>The target's price of an instant; null without one.</summary>
    public PriceRules? PriceAt(DateTimeOffset at) =>
        Target?.Prices?.Of(Key?.Project.OrganizationIndex ?? -1).At(at.UtcTicks);

    /// <summary>What <see cref="Usage"/> costs by the price of an instant.</summary>
    public Cost? CostAt(DateTimeOffset at) => PriceAt(at) is not { } price ? null
        : PricePolicy.Of(price, new CostQuestion(Usage, at.UtcTicks, Target!.Prices!.Batch));

    /// <summary>What a territory decision needs to know.</summary>
    public TerritoryFacts TerritoryFacts =>
        new(Location.Evidence, ClientAddress.Outcome, Key!.Project.Organization, Surface) { EndUser = EndUser };

    private Surface Surface => Operation.AsksProvider() ? Operation.ToPolicy().Surface() : Surface.Api;

    public void Begin(GatewaySnapshot? snapshot, TimeProvider time)
    {
        Snapshot = snapshot!;
        StartedAt = DecidedAt = time.GetUtcNow();
        StartTimestamp = time.GetTimestamp();
        Id = RequestId.New(StartedAt);
    }

    /// <summary>Forgets what was decided, for it to be decided for a later instant.</summary>
    public void DecideAnew(DateTimeOffset at)
    {
        DecidedAt = at;
        Plan.Clear();
        Target = null;
        priced = false;
    }

    /// <summary>Begins an attempt with a target.</summary>
    public void BeginAttempt(TargetRules target, DoorRules door)
    {
        Target = target;
        Door = door;
        (Usage, Output, ResponseModel) = (default, null, null);
        AttemptsBegun++;
    }

    /// <summary>Begins an attempt and what may end it: the client, the time, and a policy that cuts it.</summary>
    public AttemptLifetime BeginSend(TargetRules target, DoorRules door, TimeProvider time)
    {
        BeginAttempt(target, door);
        Lifetime.Begin(time, Http.RequestAborted);
        if (TerritoryPolicy.CutOf(TerritoryFacts, target.Provider.Territories, target.Model, DecidedAt.UtcTicks)
            is { } cut)
            Lifetime.EndAt(cut, time);
        return Lifetime;
    }

    /// <summary>Notes an attempt of which nothing reached the client.</summary>
    public AttemptFailure Fail(AttemptClock clock, TargetRules target, AttemptFailure failure)
    {
        var attempt = clock.Record(target, failure.Status, failure.IsProviders ? failure.Class : null);
        if (failure.ClientGone)
            Ending = RequestEnding.ClientGone;
        else
            attempt = WithUsage(attempt);
        Add(attempt);
        return failure;
    }

    /// <summary>An attempt that was begun is not made after all.</summary>
    public AttemptFailure Withdraw(AttemptFailure failure)
    {
        AttemptsBegun--;
        return failure;
    }

    /// <summary>What an attempt used that came to nothing stands with it, and in no other sum.</summary>
    private AttemptRecord WithUsage(AttemptRecord attempt)
    {
        Output = null;
        if (Usage == default)
            return attempt;
        var cost = Cost;
        attempt = attempt with { Usage = Usage, Cost = cost?.Amount, Currency = cost?.Currency };
        Usage = default;
        return attempt;
    }

    /// <summary>Begins a translation for an attempt, of which nothing is lost yet.</summary>
    public LossReport BeginTranslation()
    {
        losses.Clear();
        losing = true;
        Collects = false;
        return losses;
    }

    /// <summary>The attempt under way is spliced.</summary>
    public void ForgetTranslation()
    {
        losing = false;
        Collects = false;
    }

    /// <summary>True when what is sent through a door is Gemini's batchEmbedContents.</summary>
    public bool EmbedsMany(DoorRules door) => door.Dialect == Dialect.GeminiGenerateContent
        && Operation is ClientOperation.BatchEmbedContents or ClientOperation.Embeddings;

    /// <summary>Takes a notice of one of many routes: the soonest of all is told.</summary>
    public void Tell(TerritoryNotice? notice)
    {
        if (notice?.RefusedFromTicks < (Notice?.RefusedFromTicks ?? long.MaxValue))
            Notice = notice;
    }

    public void Add(AttemptRecord attempt) =>
        attempts.Add(Credential.Ordinal is null && Holds.Grant is null ? attempt
            : attempt with { Credential = Credential.Ordinal, Grant = Holds.Grant?.Grant!.Name });

    /// <summary>Writes the policy that let the last attempt through beside it.</summary>
    public void AddPolicyBehind(TerritoryRules? policy) =>
        attempts[^1] = attempts[^1] with { PolicyBehind = policy?.Label };

    /// <summary>Forgets everything, so that nothing of one request shows in the next.</summary>
    public void End()
    {
        Body.Release();

        // Its buffers only: a connection that once saw a long event does not keep them. The tap can be used again.
        Tap.Dispose();
        Holds.Clear();
        attempts.Clear();
        AttemptsBegun = 0;
        Credential.Clear();
        Plan.Clear();
        Notice = null;
        Snapshot = null!;
        Operation = ClientOperation.None;
        ClientAddress = default;
        Key = null;
        Scan = default;
        bounds = null;
        RequestModel = null;
        Location = Location.Unknown;
        EndUserAddress = null;
        EndUser = null;
        Route = null;
        Target = null;
        Door = null;
        Neutral = null;
        Embedding = null;
        Turn = null;
        Memory = null;
        WarmsUp = false;
        Told = null;
        ForgetTranslation();
        Kept = null;
        FormBoundary = null;
        Dialect = default;
        Usage = default;
        UsageEstimated = false;
        Output = null;
        ResponseModel = null;
        IsDryRun = false;
        Ending = RequestEnding.Completed;
        Refusal = null;
        Settled = false;
    }
}
