using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Conversations;
using Godwit.Gateway.Counters;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Edge;
using Godwit.Gateway.Journal;
using Godwit.Gateway.Kept;
using Godwit.Gateway.Realtime;
using Godwit.Gateway.ResponseSockets;
using Godwit.Gateway.ResponseState;
using Godwit.Gateway.State;
using Godwit.Gateway.Steps;
using Godwit.Gateway.Streaming;
using Godwit.Gateway.Telemetry;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway;

/// <summary>Registers the data plane.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds the client listener and everything behind it. An <see cref="IAddressLocator"/> has to be registered too.
    /// </summary>
    public static IServiceCollection AddGateway(
        this IServiceCollection services, GatewayOptions options, ClientAddressOptions address)
    {
        services.AddSingleton(options);
        services.AddSingleton(address);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SnapshotHolder>();
        services.TryAddSingleton<GatewayTelemetry>();
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton<ITerritoryExplainer, TerritoryExplainer>();
        AddJournal(services, options);
        services.AddCeilings(options.Counters);
        AddSteps(services);
        services.TryAddSingleton<SealedIds>();
        services.TryAddSingleton<HolderAttempt>();
        services.AddKept();
        services.TryAddSingleton<ClientHandshake>();
        services.TryAddSingleton<RealtimeSession>();
        services.TryAddSingleton<RealtimeAttempt>();
        services.TryAddSingleton<ResponseStore>();
        services.TryAddSingleton<IResponseStore>(provider => provider.GetRequiredService<ResponseStore>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ResponseStore>());
        services.TryAddSingleton<ReasoningMark>();
        services.TryAddSingleton<ResponseStateStep>();
        services.TryAddSingleton<ResponseHolder>();
        services.TryAddSingleton<StoredResponseStep>();
        services.TryAddSingleton<WarmUp>();
        services.TryAddSingleton<ConversationStore>();
        services.TryAddSingleton<ConversationStep>();
        services.TryAddSingleton<ResponseConnections>();
        services.TryAddSingleton<ProviderClients>();
        services.AddProviderCredentials();
        services.TryAddSingleton<AnswerRelay>();
        services.TryAddSingleton<TranslatedRelay>();
        services.TryAddSingleton<AttemptPipeline>();
        services.TryAddSingleton<GatewayPipeline>();
        services.TryAddSingleton<ClientApplication>();
        services.TryAddSingleton(provider => new ClientListener(
            options, address, provider.GetRequiredService<ClientApplication>(), provider,
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ClientListener>());
        return services;
    }

    private static void AddJournal(IServiceCollection services, GatewayOptions options)
    {
        services.TryAddSingleton(_ => new JournalSegments(options.JournalFolder));
        services.TryAddSingleton<RequestJournal>();
        services.TryAddSingleton<AddressPrivacy>();
        services.TryAddSingleton<IRecordSource, JournalReader>();
        services.AddHostedService<JournalFlusher>();
    }

    private static void AddSteps(IServiceCollection services)
    {
        services.TryAddSingleton(
            provider => new ClientAddressResolver(provider.GetRequiredService<ClientAddressOptions>()));
        services.TryAddSingleton<EdgeHeader>();
        services.TryAddSingleton<BodyReader>();
        services.TryAddSingleton<AddressStep>();
        services.TryAddSingleton<ReadStep>();
        services.TryAddSingleton<LocateStep>();
        services.TryAddSingleton<CounterBook>();
        services.TryAddSingleton<MeterTable>();
        services.AddHostedService<CounterTidying>();
        services.TryAddSingleton<GrantCorrections>();
        services.TryAddSingleton<Granter>();
        services.TryAddSingleton<Limiter>();
        services.TryAddSingleton<ReserveStep>();
        services.TryAddSingleton<AttemptStep>();
        services.TryAddSingleton<BackgroundUsage>();
        services.TryAddSingleton<SettleStep>();
    }
}
