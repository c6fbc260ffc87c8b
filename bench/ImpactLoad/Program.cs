// dotnet run -c Release --project bench/ImpactLoad -- [RECORDS] [ORGANIZATIONS] [FOLDER]
// Fills a SQLite store of its own with records through the path that shipping takes, and times what is asked of them.
// A folder is kept, and used again without filling it again.
using System.Globalization;
using Godwit.Control;
using Godwit.Control.Publishing;
using Godwit.Control.Resources.Reading;
using Godwit.Control.Storage;
using Godwit.Control.Storage.Traffic;
using Godwit.Control.Territories.Impact;
using Godwit.ImpactLoad;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.DependencyInjection;

const int Batch = 250;
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var organizations = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
var kept = args.Length > 2 ? args[2] : null;
var folder = kept ?? Directory.CreateTempSubdirectory("godwit-impact-").FullName;
var filled = File.Exists(Path.Combine(folder, "godwit.db"));
try
{
    var services = new ServiceCollection();
    services.AddLogging();
    services.AddControl(new ControlOptions { DataFolder = folder });
    await using var provider = services.BuildServiceProvider();
    await provider.GetRequiredService<ControlStartup>().OpenAsync(CancellationToken.None);
    var store = provider.GetRequiredService<IRequestStore>();
    var end = filled ? File.GetLastWriteTimeUtc(Path.Combine(folder, "godwit.db")) : DateTimeOffset.UtcNow;
    var generator = new RecordGenerator(1, end.AddDays(-30), TimeSpan.FromDays(30), organizations);
    var watch = new Watch();
    for (var i = 0; i < count && !filled; i += Batch)
    {
        await store.AppendAsync(
            [.. Enumerable.Range(i, Math.Min(Batch, count - i))
                .Select(n => JournalRecord.Of(generator.Next(n, count)))],
            CancellationToken.None);
    }

    watch.Say(filled ? "records were stored before" : $"{count:N0} records of {organizations} organizations stored");
    Console.WriteLine($"store: {new FileInfo(Path.Combine(folder, "godwit.db")).Length / 1_000_000.0:N0} MB");
    var hours = await store.TrafficAsync(end.AddDays(-31), end.AddHours(1), CancellationToken.None);
    watch.Say($"{hours.Count:N0} hourly sums of traffic read one by one");
    var rows = await ((ITrafficReader)store).TotalAsync(end.AddDays(-31), end.AddHours(1), CancellationToken.None);
    watch.Say($"{rows.Count:N0} kinds of request added up from them");
    var errors = new List<ConfigurationError>();
    var documents = ResourceReader.ReadText(Policy.Yaml(), "", errors);
    var assessor = provider.GetRequiredService<ImpactAssessor>();
    for (var run = 1; run <= 3; run++)
    {
        var outcome = await assessor.AssessAsync(
            new ImpactQuestion
            {
                Documents = documents, Policy = "cut", Since = end.AddDays(-31), Until = end.AddHours(1),
            }, CancellationToken.None);
        watch.Say(
            $"impact, run {run}: {outcome.Report!.Affected:N0} of {outcome.Report.Requests:N0} requests, "
            + $"{outcome.Report.Organizations.Count} organizations");
    }
}
finally
{
    Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    if (kept is null)
        Directory.Delete(folder, recursive: true);
}
