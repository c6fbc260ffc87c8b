using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests.Cli;

/// <summary>Correcting costs and comparing with a provider's export, by the commands that an operator uses.</summary>
public sealed class ReconcileCommandTests : IAsyncLifetime
{
    private const string Price =
        """
        kind: PriceOverride
        name: contract
        spec: { provider: simulated, model: simulated-chat, valid_from: 2020-01-01, currency: EUR, input_per_million: 2, output_per_million: 4 }
        """;

    private const string Mapping =
        """
        name: own
        title: a list of our own
        source: https://example.com/export
        as_of: 2026-11-01
        verified: true
        day: { columns: [day], formats: [iso] }
        model: { columns: [model], names: [{ pattern: '^sim-', name: 'simulated-' }] }
        values:
          - { of: requests, columns: [requests] }
          - { of: input_tokens, columns: [input] }
          - { of: output_tokens, columns: [output] }
          - { of: cost, columns: [cost] }
        currency: { value: EUR }
        """;

    private ServingGodwit serving = null!;

    public async ValueTask InitializeAsync()
    {
        serving = await ServingGodwit.StartAsync("serve");
        await File.WriteAllTextAsync(PathOf("price.yaml"), Price);
        await File.WriteAllTextAsync(PathOf("own.yaml"), Mapping);
        Assert.Equal(0, (await VerbAsync("chat", "hello")).Code);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await JsonAsync("usage", "--by", "day"))["rows"]!.AsArray().Count == 0)
            limit.Token.ThrowIfCancellationRequested();
    }

    public ValueTask DisposeAsync() => serving.DisposeAsync();

    [Fact]
    public async Task A_price_that_is_entered_late_is_put_right_and_then_agrees_with_the_export()
    {
        var usage = (await JsonAsync("usage", "--by", "day"))["rows"]![0]!;
        var (day, input, output) = (usage["group"]!["day"]!.GetValue<string>(),
            usage["input_tokens"]!.GetValue<long>(), usage["output_tokens"]!.GetValue<long>());
        var cost = ((input * 2m) + (output * 4m)) / 1_000_000m;
        Assert.Equal(0, (await VerbAsync("apply", "-f", PathOf("price.yaml"))).Code);
        await File.WriteAllTextAsync(PathOf("export.csv"), string.Create(
            CultureInfo.InvariantCulture,
            $"day,model,requests,input,output,cost\n{day},sim-chat,1,{input},{output},{cost}\n"));

        var before = await ReconcileAsync("-o", "json");
        var dry = await JsonAsync("prices", "reprice", "--from", "2020-01-01", "--to", "2999-01-01", "--dry-run");
        var done = await VerbAsync(
            "prices", "reprice", "--from", "2020-01-01", "--to", "2999-01-01", "--provider", "simulated", "--reason",
            "contract 4711");
        var after = await ReconcileAsync();

        Assert.Equal(1, before.Code);
        var row = JsonNode.Parse(before.Output)!["rows"]![0]!;
        Assert.Equal("differs", row["status"]!.GetValue<string>());
        var explanation = row["explanations"]!.AsArray()
            .Single(e => e!["reason"]!.GetValue<string>() == "price_unknown")!;
        Assert.Equal(
            (1, cost), (dry["corrected"]!.GetValue<int>(), dry["rows"]![0]!["new_amount"]!.GetValue<decimal>()));
        Assert.True(done.Code == 0, done.Error);
        Assert.Contains("1 requests looked at, 1 corrected", done.Output, StringComparison.Ordinal);
        Assert.True(after.Code == 0, after.Output + after.Error);
        Assert.Contains("1 of 1 days of models match within 1 %", after.Output, StringComparison.Ordinal);
        var explained = await VerbAsync("explain", explanation["ids"]![0]!.GetValue<string>());
        Assert.Contains("contract 4711", explained.Output, StringComparison.Ordinal);
        Assert.Contains("corrected to", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_file_or_mapping_is_told_before_anything_is_asked()
    {
        await File.WriteAllTextAsync(PathOf("export.csv"), "day,model,input\n2026-10-01,sim-chat,many\n");
        var wrong = await ReconcileAsync();
        var unknown = await VerbAsync(
            "usage", "reconcile", "--format", "acme", "--file", PathOf("export.csv"), "--provider", "simulated");
        await File.WriteAllTextAsync(PathOf("own.yaml"), Mapping.Replace("[iso]", "[noon]", StringComparison.Ordinal));
        var mapping = await ReconcileAsync();

        Assert.Equal(1, wrong.Code);
        Assert.Contains("line 2, column input: 'many' is not a number", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(2, unknown.Code);
        Assert.Contains("accepted: alibaba, azure, deepseek, openai", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(2, mapping.Code);
        Assert.Contains("day.formats: 'noon'", mapping.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await VerbAsync("prices", "reprice", "--from", "2020-01-01")).Code);
    }

    private string PathOf(string file) => Path.Combine(serving.Data, file);

    private Task<(int Code, string Output, string Error)> ReconcileAsync(params string[] options) => VerbAsync(
    [
        "usage", "reconcile", "--format", PathOf("own.yaml"), "--file", PathOf("export.csv"), "--provider", "simulated",
        .. options,
    ]);

    private async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var (code, output, error) = await VerbAsync([.. arguments, "-o", "json"]);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!;
    }

    private Task<(int Code, string Output, string Error)> VerbAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--data", serving.Data]);
}
