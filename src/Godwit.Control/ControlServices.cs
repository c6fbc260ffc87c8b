using Godwit.Control.Api;
using Godwit.Control.Budgets;
using Godwit.Control.Catalog;
using Godwit.Control.Evidence;
using Godwit.Control.Evidence.Bundles;
using Godwit.Control.Evidence.Replay;
using Godwit.Control.Files;
using Godwit.Control.Grants;
using Godwit.Control.Keys;
using Godwit.Control.Notices;
using Godwit.Control.Objects;
using Godwit.Control.Prices.Repricing;
using Godwit.Control.Publishing;
using Godwit.Control.Reconciliation;
using Godwit.Control.Reports;
using Godwit.Control.Resources;
using Godwit.Control.Retention;
using Godwit.Control.Secrets;
using Godwit.Control.Status;
using Godwit.Control.Storage;
using Godwit.Control.Storage.EndUsers;
using Godwit.Control.Storage.Grants;
using Godwit.Control.Storage.Postgres;
using Godwit.Control.Storage.Sqlite;
using Godwit.Control.Storage.Traffic;
using Godwit.Control.Territories.Impact;
using Godwit.Control.Territories.Findings;
using Godwit.Control.Usage;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Godwit.Control;

/// <summary>Registers the control plane.</summary>
public static class ControlServices
{
    /// <summary>
    /// Registers everything that governs. Records are shipped when an <see cref="IRecordSource"/> was registered
    /// before.
    /// </summary>
    /// <exception cref="ArgumentException">The options or the catalog are wrong; the message has all of it.</exception>
    public static IServiceCollection AddControl(this IServiceCollection services, ControlOptions options)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(options));
        services.TryAddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SnapshotHolder>();
        services.TryAddSingleton(ReadCatalog(options));
        AddStorage(services, options);
        AddResources(services, options);
        AddKeys(services, options);
        services.TryAddSingleton<PublicationStatus>();
        services.TryAddSingleton<LastGood>();
        services.TryAddSingleton<SnapshotPublisher>();
        services.TryAddSingleton<ControlStartup>();
        services.TryAddSingleton<FileSync>();
        services.TryAddSingleton<NodeStatusReader>();
        services.TryAddSingleton<Repricer>();
        services.TryAddSingleton<Reconciler>();
        services.TryAddSingleton<ImpactAssessor>();
        services.TryAddSingleton<FindingsReader>();
        services.TryAddSingleton<BehindPolicies>();
        services.AddHostedService<PublicationLoop>();
        services.AddHostedService<FileWatch>();
        if (services.Any(s => s.ServiceType == typeof(IRecordSource)))
            services.AddHostedService<RecordShipper>();
        services.AddHostedService<OwnedObjectFeed>();
        if (services.Any(s => s.ServiceType == typeof(IAddressLocator)))
            services.AddHostedService<DatasetRecorder>();
        services.AddHostedService<RetentionWorker>();
        AddGrants(services);
        AddEvidence(services);
        services.AddNotices(options.Notices);
        services.AddBudgets();
        services.AddReports();
        AddApi(services);
        return services;
    }

    /// <summary>How this node is, for the process it runs in: its own admin API need not be asked.</summary>
    public static NodeStatus ReadNodeStatus(this IServiceProvider services) =>
        services.GetRequiredService<NodeStatusReader>().Read();

    private static CatalogSet ReadCatalog(ControlOptions options)
    {
        var errors = new List<ConfigurationError>();
        IEnumerable<string> folders =
            Directory.Exists(CatalogReader.ShippedFolder) ? [CatalogReader.ShippedFolder] : [];
        var catalog =
            CatalogReader.Open([.. options.CatalogOverlay is { } own ? folders.Append(own) : folders], errors);
        return errors.Count == 0
            ? catalog
            : throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(options));
    }

    private static void AddStorage(IServiceCollection services, ControlOptions options)
    {
        services.TryAddSingleton(_ => new DataFolder(options.DataFolder));
        if (options.ConnectionString is { } connection)
        {
            services.TryAddSingleton<IDatabase>(
                _ => new PostgresDatabase(PostgresConnectionString.Normalize(connection)));
            services.TryAddSingleton<IRequestStore, PostgresRequestStore>();
        }
        else
        {
            services.TryAddSingleton<IDatabase>(provider => new SqliteDatabase(
                provider.GetRequiredService<DataFolder>().Database, provider.GetRequiredService<TimeProvider>()));
            services.TryAddSingleton<IRequestStore, SqliteRequestStore>();
        }

        services.TryAddSingleton(provider => (ISightingStore)provider.GetRequiredService<IRequestStore>());
        services.TryAddSingleton<ResourceStore>();
        services.TryAddSingleton(p => (IRecordReader)p.GetRequiredService<IRequestStore>());
        services.TryAddSingleton(p => (ICorrectionStore)p.GetRequiredService<IRequestStore>());
        services.TryAddSingleton(p => (IReconciliationStore)p.GetRequiredService<IRequestStore>());
        services.TryAddSingleton(p => (ITrafficReader)p.GetRequiredService<IRequestStore>());
        services.TryAddSingleton<EndUserCounts>();
        services.TryAddSingleton(p => (IRetentionStore)p.GetRequiredService<IRequestStore>());
        services.TryAddSingleton<ResourceArchive>();
        services.TryAddSingleton<DatasetStore>();
        services.TryAddSingleton<SettingStore>();
        services.TryAddSingleton<OwnedObjectStore>();
        services.TryAddSingleton<OwnedObjectRecords>();
        services.TryAddSingleton<OwnedObjects>();
    }

    private static void AddResources(IServiceCollection services, ControlOptions options)
    {
        services.TryAddSingleton(p => new SecretSealer(p.GetRequiredService<DataFolder>(), options.Environment));
        services.TryAddSingleton(
            p => new CredentialResolver(p.GetRequiredService<SecretSealer>(), options.Environment));
        services.TryAddSingleton(
            p => new EnvironmentProviders(p.GetRequiredService<CatalogSet>(), options.Environment));
        services.TryAddSingleton<SpecSecrets>();
        services.TryAddSingleton<ConfigurationAssembly>();
        services.TryAddSingleton<ResourceEditor>();
    }

    private static void AddKeys(IServiceCollection services, ControlOptions options)
    {
        services.TryAddSingleton(p => new AdminToken(p.GetRequiredService<DataFolder>(), options.Environment));
        services.TryAddSingleton<AdminPassword>();
        services.TryAddSingleton<GivenPassword>();
        services.TryAddSingleton<Bootstrap>();
        services.TryAddSingleton<FirstStart>();
    }

    private static void AddGrants(IServiceCollection services)
    {
        services.TryAddSingleton<GrantLedger>();
        services.TryAddSingleton<GrantCorrections>();
        services.TryAddSingleton<GrantLedgerWorker>();
        services.TryAddSingleton<GrantReader>();
        services.AddHostedService(provider => provider.GetRequiredService<GrantLedgerWorker>());
    }

    // Sections of a bundle in their order: records first, for the others tell what records name.
    private static void AddEvidence(IServiceCollection services)
    {
        services.TryAddSingleton<RetentionSweep>();
        services.TryAddSingleton<SnapshotArchive>();
        services.TryAddSingleton<DecisionReplay>();
        services.TryAddSingleton<EvidenceKeyStore>();
        services.TryAddSingleton<EvidenceExporter>();
        services.AddSingleton<IEvidenceSection, RecordsSection>();
        services.AddSingleton<IEvidenceSection, CorrectionsSection>();
        services.AddSingleton<IEvidenceSection, ConfigurationSection>();
        services.AddSingleton<IEvidenceSection, HistorySection>();
        services.AddSingleton<IEvidenceSection, DatasetsSection>();
        services.AddSingleton<IEvidenceSection, FindingsSection>();
        services.AddSingleton<IEvidenceSection, NoticesSection>();
    }

    private static void AddApi(IServiceCollection services)
    {
        services.Configure<KeyManagementOptions>(KeysInMemory.Configure);
        services.TryAddSingleton<FailedAttempts>();
        services.AddSingleton<IAuthorizationPolicyProvider, PoliciesWithoutCache>();
        services.AddAuthentication(AdminAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AdminAuthentication>(AdminAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(AdminAuthentication.Policy, policy => policy
                .AddAuthenticationSchemes(AdminAuthentication.SchemeName).RequireAuthenticatedUser());
        services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AdminJsonContext.Default));
        services.AddOpenApi();
    }
}
