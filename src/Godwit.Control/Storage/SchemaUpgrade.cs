using System.Reflection;
using DbUp.Builder;

namespace Godwit.Control.Storage;

/// <summary>Runs the embedded migrations of one engine.</summary>
internal static class SchemaUpgrade
{
    public static void Run(UpgradeEngineBuilder builder, string engine)
    {
        var upgrader = builder
            .WithScriptsEmbeddedInAssembly(
                Assembly.GetExecutingAssembly(),
                name => name.StartsWith($"Godwit.Control.Storage.Migrations.{engine}.", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build();
        if (!upgrader.IsUpgradeRequired())
            return;
        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException(
                $"Migration {result.ErrorScript?.Name} of the store failed: {result.Error.Message}", result.Error);
        }
    }
}
