using Godwit.Control.Reconciliation;
using Godwit.Control.Reconciliation.Exports;
using Xunit;

namespace Godwit.Control.Tests.Reconciliation;

/// <summary>The mappings that ship, and what is said of one that is wrong.</summary>
public sealed class ExportMappingTests : IDisposable
{
    private const string Least =
        """
        name: own
        title: our own
        source: https://example.com/export
        as_of: 2026-11-01
        verified: true
        day: { columns: [day], formats: [iso] }
        model: { columns: [model] }
        values: [{ of: input_tokens, columns: [tokens] }]
        """;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_mapping_that_ships_can_be_read_and_says_where_it_is_from()
    {
        Assert.Equal(["alibaba", "azure", "deepseek", "openai"], ExportMappings.Shipped);
        Assert.All(ExportMappings.Shipped, name =>
        {
            var mapping = ExportReaderTests.Mapping(name);
            Assert.Equal(name, mapping.Name);
            Assert.StartsWith("https://", mapping.Source, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_least_is_a_day_a_model_and_a_figure()
    {
        var (mapping, errors) = Read(Least);

        Assert.Empty(errors);
        Assert.Equal((",", "UTC", true), (mapping!.Delimiter, mapping.TimeZone, mapping.CachedInInput));
    }

    [Theory]
    [InlineData("time_zone: Mars/Olympus", "time_zone: 'Mars/Olympus' is not known")]
    [InlineData("delimiter: ''", "delimiter: one character is expected")]
    [InlineData("where: [{ columns: [a], pattern: '(' }]", "where[0].pattern: '(' is no regular expression")]
    [InlineData("where: [{ columns: [a], pattern: '(?=a)' }]", "where[0].pattern: '(?=a)' is no regular expression")]
    [InlineData("currency: { value: usd }", "currency.value: 'usd' is not a currency")]
    [InlineData("currency: {}", "currency: says neither columns nor value")]
    [InlineData("colour: red", "there is no key 'colour' here")]
    public void Every_error_says_where_it_is(string line, string expected) =>
        Assert.Contains(Read(Least + "\n" + line).Errors, e => e.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("[iso]", "[noon]", "day.formats: 'noon' has not all of y, M and d")]
    [InlineData("{ columns: [model] }", "{ columns: [model], pattern: x }", "model.pattern: has no group (?<model>…)")]
    [InlineData("{ columns: [model] }", "{ columns: [] }", "model.columns: names of columns are expected")]
    [InlineData("input_tokens", "cost", "currency: is missing, and values have a cost")]
    [InlineData("input_tokens", "miles", "accepted: requests, input_tokens")]
    [InlineData("columns: [tokens]", "columns: [t], unit: { columns: [u], factors: { K: 0 } }",
        "values[0].unit.factors.K: 0 is out of range")]
    public void A_wrong_member_is_told(string right, string wrong, string expected) => Assert.Contains(
        Read(Least.Replace(right, wrong, StringComparison.Ordinal)).Errors,
        e => e.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("UTC", "2026-03-29", "2026-03-29T00:00:00Z")]
    [InlineData("+08:00", "2026-03-29", "2026-03-28T16:00:00Z")]
    [InlineData("-05:30", "2026-03-29", "2026-03-29T05:30:00Z")]
    public void A_day_begins_at_its_own_midnight(string zone, string day, string instant) => Assert.Equal(
        DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture),
        TimeZoneText.Parse(zone)!.Midnight(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("")]
    [InlineData("+25:00")]
    [InlineData("+08:0x")]
    [InlineData("Nowhere")]
    public void A_time_zone_that_is_none_is_not_known(string text) => Assert.Null(TimeZoneText.Parse(text));

    private (ExportMapping? Mapping, List<string> Errors) Read(string text)
    {
        var errors = new List<string>();
        var file = folder.File("own.yaml");
        File.WriteAllText(file, text);
        return (ExportMappings.Read(file, errors), errors);
    }
}
