// dotnet run -c Release --project bench/ImpactLoad -- [RECORDS] [ORGANIZATIONS]
// Fills a SQLite store of its own with records through the path that shipping takes, and times what is asked of them.
using System.Diagnostics;
using System.Globalization;
using Godwit.Control;
using Godwit.Control.Publishing;
using Godwit.Control.Resources.Reading;
using Godwit.Control.Storage;
using Godwit.Control.Territories.Impact;
using Godwit.ImpactLoad;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;

const int Batch = 250;
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var organizations = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
var folder = Directory.CreateTempSubdirectory("godwit-impact-").FullName;
try
{
    var services = new ServiceCollection();
    services.AddLogging();
    services.AddControl(new ControlOptions { DataFolder = folder });
    await using var provider = services.BuildServiceProvider();
    await provider.GetRequiredService<ControlStartup>().OpenAsync(CancellationToken.None);
    var store = provider.GetRequiredService<IRequestStore>();
    var end = DateTimeOffset.UtcNow;
    var generator = new RecordGenerator(1, end.AddDays(-30), TimeSpan.FromDays(30), organizations);
    var watch = Stopwatch.StartNew();
    for (var i = 0; i < count; i += Batch)
    {
        await store.AppendAsync(
            [.. Enumerable.Range(i, Math.Min(Batch, count - i)).Select(n => JournalRecord.Of(generator.Next(n, count)))],
            CancellationToken.None);
    }

    Say($"{count:N0} records of {organizations} organizations stored", watch);
    Console.WriteLine($"store: {new FileInfo(Path.Combine(folder, "godwit.db")).Length / 1_000_000.0:N0} MB");
    watch.Restart();
    var rows = await store.TrafficAsync(end.AddDays(-30), end, CancellationToken.None);
    Say($"{rows.Count:N0} sums of traffic read", watch);
    var errors = new List<ConfigurationError>();
    var documents = ResourceReader.ReadText(Policy.Yaml(), "", errors);
    var assessor = provider.GetRequiredService<ImpactAssessor>();
    for (var run = 1; run <= 3; run++)
    {
        watch.Restart();
        var outcome = await assessor.AssessAsync(
            new ImpactQuestion { Documents = documents, Policy = "cut" }, CancellationToken.None);
        Say(
            $"impact, run {run}: {outcome.Report!.Affected:N0} of {outcome.Report.Requests:N0} requests, "
            + $"{outcome.Report.Organizations.Count} organizations", watch);
    }
}
finally
{
    Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    Directory.Delete(folder, recursive: true);
}

static void Say(string what, Stopwatch watch) => Console.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:0.00} s");
