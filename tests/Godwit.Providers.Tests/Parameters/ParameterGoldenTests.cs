using System.Buffers;
using System.Text;
using Godwit.Control.Catalog;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Providers.Dialects.Parameters;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Xunit;

namespace Godwit.Providers.Tests.Parameters;

/// <summary>The rules of the catalog that ships, on bodies as they would be sent.</summary>
public sealed class ParameterGoldenTests
{
    private static readonly List<ConfigurationError> Errors = [];
    private static readonly CatalogSet Shipped = CatalogReader.Read([CatalogReader.ShippedFolder], Errors);

    public static TheoryData<string> Names => GoldenFile.Names("Parameters");

    [Fact]
    public void The_catalog_reads() => Assert.Equal("", string.Join("\n", Errors));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_provider_is_sent_what_it_takes(string name)
    {
        var golden = GoldenFile.Load("Parameters", name);
        var (provider, model, stream, body) = Case(golden);
        var losses = new LossReport();
        var output = new ArrayBufferWriter<byte>();
        var outcome = ParameterPass.Apply(
            body,
            RequestRules.Compile(provider.Parameters)!,
            new ParameterContext { Model = model, Stream = stream, Losses = losses },
            output);
        golden.Expect("outcome", outcome.ToString());
        golden.Expect("sent", Encoding.UTF8.GetString(output.WrittenSpan));
        golden.Expect("losses", GoldenFile.Describe(losses));
        golden.Save();
    }

    [Fact]
    public void Every_rule_of_the_catalog_has_a_golden_that_it_touches()
    {
        var cases = GoldenFile.Names("Parameters").Select(row => Case(GoldenFile.Load("Parameters", row.Data)))
            .ToLookup(one => one.Provider.Name);
        var untouched = new List<string>();
        foreach (var provider in Shipped.Providers)
        {
            foreach (var row in provider.Parameters.Where(row => row.Action is not null))
            {
                var rules = RequestRules.Compile([row])!;
                if (!cases[provider.Name].Any(one => Touches(rules, one.Model, one.Stream, one.Body)))
                {
                    untouched.Add($"{provider.Name}: {row.Name} {row.Action}");
                }
            }
        }

        Assert.Equal("", string.Join("\n", untouched));
    }

    [Fact]
    public void A_name_that_is_no_Unicode_is_no_name_of_interest()
    {
        var rules = RequestRules.Compile(Shipped.Find("mistral")!.Parameters)!;
        Assert.False(Touches(rules, "mistral-large", false, """{"model":"x","\ud800":1}"""u8.ToArray()));
    }

    [Fact]
    public void What_no_rule_touches_is_not_copied()
    {
        var rules = RequestRules.Compile(Shipped.Find("mistral")!.Parameters)!;
        Assert.False(Touches(
            rules, "mistral-large", false, """{"model":"x","messages":[{"role":"user","content":"a"}]}"""u8.ToArray()));
    }

    [Fact]
    public void Mutated_bodies_never_break_a_rule_and_what_is_sent_stays_JSON()
    {
        foreach (var golden in GoldenFile.Names("Parameters").Select(row => GoldenFile.Load("Parameters", row.Data)))
        {
            var (provider, model, stream, body) = Case(golden);
            var rules = RequestRules.Compile(provider.Parameters)!;
            for (var seed = 0; seed < 200; seed++)
            {
                var mutated = Mutation.Of(body, seed);
                if (!JsonUnicode.IsValid(mutated) || !IsObject(mutated))
                {
                    continue;
                }

                var output = new ArrayBufferWriter<byte>();
                var outcome = ParameterPass.Apply(
                    mutated, rules, new ParameterContext { Model = model, Stream = stream, Losses = new LossReport() },
                    output);
                Assert.True(
                    outcome != ParameterOutcome.Edited || IsObject(output.WrittenSpan.ToArray()),
                    Encoding.UTF8.GetString(mutated) + "\n" + Encoding.UTF8.GetString(output.WrittenSpan));
            }
        }
    }

    private static bool IsObject(byte[] body)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(body);
            return document.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static bool Touches(RequestRules rules, string model, bool stream, byte[] body) =>
        ParameterPass.Apply(
            body, rules, new ParameterContext { Model = model, Stream = stream, Losses = new LossReport() },
            new ArrayBufferWriter<byte>()) != ParameterOutcome.Untouched;

    private static (CatalogProvider Provider, string Model, bool Stream, byte[] Body) Case(GoldenFile golden)
    {
        var head = golden["target"]!.Trim().Split(' ');
        return (Shipped.Find(head[0])!, head[1], head.Length > 2, Encoding.UTF8.GetBytes(golden["body"]!.Trim()));
    }
}
