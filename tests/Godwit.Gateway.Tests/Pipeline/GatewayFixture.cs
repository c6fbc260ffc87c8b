using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.State;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Snapshot;
using Godwit.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>The data plane on a real socket, with the simulator behind it under two providers' names.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    public const string China = "111.13.101.208";
    public const string America = "8.8.8.8";
    public static readonly string Key = ApiKeyFormat.Create(SHA256.HashData("a test key"u8));
    public static readonly string ResellerKey = ApiKeyFormat.Create(SHA256.HashData("a reseller's key"u8));

    /// <summary>The header in which resellers hand on the end user's address.</summary>
    public const string EndUserHeader = "x-end-user";

    private readonly string folder = Directory.CreateTempSubdirectory("godwit-gateway-").FullName;
    private ServiceProvider services = null!;
    private readonly List<RequestRecord> journalled = [];
    private long revision;

    /// <summary>The gateway's clock; the simulator's is the machine's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public SimulatorServer Simulator { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public SnapshotHolder Snapshots => services.GetRequiredService<SnapshotHolder>();

    /// <summary>What the node remembers of things at providers.</summary>
    public OwnedObjects Objects => services.GetRequiredService<OwnedObjects>();

    /// <summary>Every record that was journalled and not read yet.</summary>
    public IRecordSource Records => services.GetRequiredService<IRecordSource>();

    public async ValueTask InitializeAsync()
    {
        Simulator = await SimulatorServer.StartAsync(
            new SimulatorOptions
            {
                Providers =
                [
                    new SimulatedProvider { Name = "openai", PathPrefix = "/openai" },
                    new SimulatedProvider { Name = "qwen", PathPrefix = "/qwen" },
                    new SimulatedProvider { Name = "makers", PathPrefix = "/makers" },
                ],
            },
            TimeProvider.System, CancellationToken.None);
        var options = new GatewayOptions { JournalFolder = Path.Combine(folder, "journal") };
        options.Listen.Add(new IPEndPoint(IPAddress.Loopback, 0));
        var address = new ClientAddressOptions
        {
            Source = ClientAddressSource.XForwardedFor, EdgeHeader = "CF-IPCountry", EndUserHeader = EndUserHeader,
        };
        address.TrustedProxies.Add(IPNetwork.Parse("127.0.0.1/32"));
        address.EdgeRanges.Add(IPNetwork.Parse("127.0.0.1/32"));
        services = new ServiceCollection()
            .AddSingleton(Time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(Logged))
            .AddSingleton<IAddressLocator>(
                AddressLocator.LoadEmbedded(DateTimeOffset.Parse("2026-07-01T00:00:00Z", null)))
            .AddGateway(options, address)
            .BuildServiceProvider();
        Publish();
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StartAsync(CancellationToken.None);
        // A response that is dropped closes its connection at once, as a process that ends would.
        Client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero })
        {
            BaseAddress = new Uri(services.GetRequiredService<ClientListener>().Addresses.Single()),
        };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <summary>What was logged, for tests that nothing secret or unexpected is.</summary>
    internal LogCapture Logged { get; } = new();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
        await Simulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Publishes the usual set, with one territory policy for the first provider.</summary>
    public void Publish(TerritoryAction unserved = TerritoryAction.Reroute, DateTimeOffset? from = null)
    {
        var set = Configuration() with
        {
            TerritoryPolicies =
            [
                new("openai-territories", 1, new TerritoryPolicyConfig
                {
                    Scope = new() { Providers = ["openai"] },
                    Serves = new() { Exclude = ["CN"] },
                    Unserved = unserved,
                    Effective = from is null ? null : new() { From = from },
                    Contact = "compliance@example.com",
                }),
            ],
        };
        Publish(set);
    }

    /// <summary>
    /// Publishes the usual set, with one territory policy and what is known of the caller's organization.
    /// </summary>
    public void Publish(TerritoryPolicyConfig policy, AccountConfig? account = null) => Publish(Configuration() with
    {
        Organizations = [new("acme", 1, new() { Account = account })],
        TerritoryPolicies = [new("openai-territories", 1, policy)],
    });

    /// <summary>Publishes the usual set, changed.</summary>
    public void Publish(Func<ConfigurationSet, ConfigurationSet> change, CatalogSet? catalog = null) =>
        Publish(change(Configuration()), null, catalog);

    /// <summary>Publishes the usual set with prices.</summary>
    public void PublishPrices(params PriceOverrideConfig[] prices) => Publish(Configuration() with
    {
        PriceOverrides = [.. prices.Select((price, at) =>
            new Resource<PriceOverrideConfig>(FormattableString.Invariant($"p{at}"), 1, price))],
    });

    /// <summary>
    /// Publishes the usual set and one more provider, which speaks Responses and may not serve China, alone in the
    /// route <c>gpt-r</c>.
    /// </summary>
    public void PublishResponses()
    {
        var set = Configuration();
        Publish(set with
        {
            Providers =
            [
                .. set.Providers,
                new("holder", 1, new()
                {
                    Dialect = Dialect.OpenAIResponses,
                    BaseUrl = new Uri(Simulator.Address, "/openai/v1").ToString(),
                    Models = [new() { Name = "gpt-r", Operations = [Operation.Chat] }],
                }),
            ],
            Routes = [.. set.Routes, new("gpt-r", 1, new() { Targets = [new() { Target = "holder/gpt-r" }] })],
            Budgets = [new("plenty", 1, new() { Unit = LimitUnit.Requests, Amount = 1_000_000 })],
            TerritoryPolicies =
            [
                new("holder-territories", 1, new TerritoryPolicyConfig
                {
                    Scope = new() { Providers = ["holder"] },
                    Serves = new() { Exclude = ["CN"] },
                    Unserved = TerritoryAction.Refuse,
                }),
            ],
        });
    }

    /// <summary>
    /// Publishes one more provider, which speaks a dialect that clients don't, alone in the route <c>maker</c>.
    /// </summary>
    /// <param name="dialect">Its dialect.</param>
    /// <param name="path">Path of its door at the simulator.</param>
    public void PublishMaker(Dialect dialect, string path)
    {
        var set = Configuration();
        Publish(set with
        {
            Providers =
            [
                .. set.Providers,
                new("maker", 1, new()
                {
                    Dialect = dialect,
                    BaseUrl = new Uri(Simulator.Address, "/makers" + path).ToString(),
                    Models = [new() { Name = "some-model", Operations = [Operation.Chat] }],
                }),
            ],
            Routes = [.. set.Routes, new("maker", 1, new() { Targets = [new() { Target = "maker/some-model" }] })],
        });
    }

    /// <summary>Publishes the usual providers and one more, first in the route <c>raw-first</c>.</summary>
    public void PublishRaw(Uri provider, Dialect dialect = Dialect.OpenAIChat, params PriceOverrideConfig[] prices)
    {
        var set = Configuration();
        var raw = new Resource<ProviderConfig>("raw", 1, new()
        {
            Dialect = dialect,
            BaseUrl = provider.ToString(),
            Models = [new() { Name = "raw-model", Operations = [Operation.Chat, Operation.Embeddings] }],
        });
        Publish(set with
        {
            Providers = [.. set.Providers, raw],
            PriceOverrides = [.. prices.Select((price, at) =>
                new Resource<PriceOverrideConfig>(FormattableString.Invariant($"p{at}"), 1, price))],
            Routes =
            [
                .. set.Routes,
                new("raw-first", 1, new()
                {
                    Targets =
                    [
                        new() { Target = "raw/raw-model" },
                        new() { Target = "openai/gpt-4o" },
                    ],
                }),
            ],
        });
    }

    /// <summary>
    /// Publishes the usual set and one more provider with credentials of its own, alone in the route <c>own</c> and
    /// first in <c>own-first</c>.
    /// </summary>
    public void PublishOwn(ProviderConfig provider, ProviderSecrets secrets, CatalogSet? catalog = null)
    {
        var set = Configuration();
        TargetConfig own = new() { Target = "own/m" };
        Publish(
            set with
            {
                Providers = [.. set.Providers, new("own", 1, provider)],
                Routes =
                [
                    .. set.Routes, new("own", 1, new() { Targets = [own] }),
                    new("own-first", 1, new() { Targets = [own, new() { Target = "openai/gpt-4o" }] }),
                ],
            },
            p => p.Name == "own" ? secrets : new Secret($"credential-of-{p.Name}"), catalog);
    }

    /// <summary>
    /// Makes the gateway forget what it learned of providers' limits, by giving them other credentials for a moment.
    /// </summary>
    public void ForgetLimits() => Publish(Configuration(), _ => new Secret("another"));

    /// <summary>Publishes the usual set without any key.</summary>
    public void PublishWithoutKeys() => Publish(Configuration() with { ApiKeys = [] });

    /// <summary>Stops the listener, as a process that ends does.</summary>
    public Task StopListeningAsync() =>
        services.GetRequiredService<ClientListener>().StopAsync(CancellationToken.None);

    /// <summary>The id by which the key's project names a file that a provider keeps.</summary>
    internal string FileAt(string provider, string nativeId) =>
        services.GetRequiredService<SealedIds>().Seal(
            new SealedId(SealedIdPurpose.File, "acme", "app", provider, nativeId))!;

    /// <summary>Sends a chat request as a caller behind the trusted proxy.</summary>
    public Task<HttpResponseMessage> ChatAsync(string body, string from = America) =>
        PostAsync("/v1/chat/completions", body, from);

    /// <summary>Sends a request of any dialect as a caller behind the trusted proxy.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string path, string body, string from = America, string? keyHeader = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", from);
        if (keyHeader is not null)
        {
            // A scheme that carries no key keeps the client's own header from being sent.
            request.Headers.Authorization = new AuthenticationHeaderValue("None");
            request.Headers.Add(keyHeader, Key);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The record of the request that was answered with this response.</summary>
    public async Task<RequestRecord> RecordOf(HttpResponseMessage response)
    {
        var id = Guid.Parse(response.Headers.GetValues("x-godwit-request-id").Single());
        return await RecordAsync(record => record.Id == id);
    }

    /// <summary>True when the record of a request was among those read so far.</summary>
    public bool IsRecorded(Guid id) => journalled.Exists(record => record.Id == id);

    /// <summary>How many records of an id were among those read so far.</summary>
    public int CountOf(Guid id) => journalled.Count(record => record.Id == id);

    /// <summary>Waits for a record.</summary>
    public async Task<RequestRecord> RecordAsync(Func<RequestRecord, bool> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            // One read returns what fits into it: what was read is kept, and reading goes on behind it.
            if (journalled.FirstOrDefault(wanted) is { } found)
                return found;
            var batch = await Records.ReadAsync(100_000, limit.Token);
            journalled.AddRange(batch.Records.Select(r => r.Read()));
            Records.Acknowledge(batch.Next);
        }
    }

    private void Publish(
        ConfigurationSet set, Func<Resource<ProviderConfig>, ProviderSecrets?>? secrets = null,
        CatalogSet? catalog = null) => Snapshots.Publish(SnapshotCompiler.Compile(
        set, catalog ?? CatalogSet.Empty, secrets ?? (p => new Secret($"credential-of-{p.Name}")), ++revision, "test",
        DateTimeOffset.UnixEpoch));

    private ConfigurationSet Configuration() => new()
    {
        Organizations = [new("acme", 1, new()), new("resale", 1, new() { Reseller = true })],
        Projects =
        [
            new("app", 1, new() { Organization = "acme" }), new("shop", 1, new() { Organization = "resale" }),
        ],
        ApiKeys = [ApiKey("key", "app", Key), ApiKey("reseller-key", "shop", ResellerKey)],
        Providers = [Provider("openai", "gpt-4o"), Provider("qwen", "qwen-plus")],
        Routes =
        [
            new("gpt-4o", 1, new()
            {
                Targets =
                [
                    new() { Target = "openai/gpt-4o" },
                    new() { Target = "qwen/qwen-plus", When = TargetCondition.Unserved },
                ],
            }),
            new("with-fallback", 1, new()
            {
                Targets = [new() { Target = "openai/gpt-4o" }, new() { Target = "qwen/qwen-plus" }],
            }),
            new("only-openai", 1, new() { Targets = [new() { Target = "openai/gpt-4o" }] }),
            new("strict", 1, new() { Targets = [new() { Target = "openai/gpt-4o" }], Strict = true }),
        ],
    };

    private static Resource<ApiKeyConfig> ApiKey(string name, string project, string key) => new(name, 1, new()
    {
        Project = project, Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
    });

    private Resource<ProviderConfig> Provider(string name, string model) => new(name, 1, new()
    {
        Dialect = Dialect.OpenAIChat,
        BaseUrl = new Uri(Simulator.Address, $"/{name}/v1").ToString(),
        Models =
            [new() { Name = model, Operations = [Operation.Chat, Operation.Embeddings, Operation.TextCompletion] }],
        IdleTimeoutMs = 1000,
        ResponseTimeoutMs = 2000,
    });
}
