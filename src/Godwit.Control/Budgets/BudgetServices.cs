using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Godwit.Control.Budgets;

/// <summary>Registers what looks at budgets.</summary>
internal static class BudgetServices
{
    public static void AddBudgets(this IServiceCollection services)
    {
        services.TryAddSingleton<BudgetReader>();
        services.TryAddSingleton<EndUserSpending>();
        services.TryAddSingleton<BudgetAlerts>();
        services.TryAddSingleton<BudgetWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<BudgetWorker>());
    }
}
