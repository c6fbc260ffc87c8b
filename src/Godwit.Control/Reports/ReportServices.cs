using Godwit.Control.Exports;
using Godwit.Control.Reports.Caches;
using Godwit.Control.Reports.Fallbacks;
using Godwit.Control.Reports.Grants;
using Godwit.Control.Reports.Requests;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Godwit.Control.Reports;

/// <summary>Registers and maps reports and exports. A further report is a folder here and its two lines.</summary>
internal static class ReportServices
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.TryAddSingleton<CostedRecords>();
        services.TryAddSingleton<RecordScan>();
        services.TryAddSingleton<RequestsReporter>();
        services.TryAddSingleton<FallbackReporter>();
        services.TryAddSingleton<CacheReporter>();
        services.TryAddSingleton<UsageExporter>();
        return services;
    }

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        GetRequestsReport.Map(api);
        GetFallbackReport.Map(api);
        GetCacheReport.Map(api);
        GetUnusedGrants.Map(api);
        ExportUsage.Map(api);
    }
}
