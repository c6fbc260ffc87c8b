using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.GenAI;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.Native;

/// <summary>
/// Requests in the dialects that only providers speak, and what is lost: <c>DIALECT/golden/request-NAME.txt</c> with
/// the body, a line <c>---</c> and the losses.
/// </summary>
public sealed class NativeRequestTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<Dialect, string> Cases
    {
        get
        {
            var cases = new TheoryData<Dialect, string>();
            foreach (var dialect in NativeGolden.Dialects)
            {
                foreach (var name in NativeRequests.All.Keys)
                    cases.Add(dialect, name);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_request_is_written_and_what_is_lost_is_told(Dialect dialect, string name)
    {
        var path = Path.Combine(NativeGolden.Folder, dialect.ToString(), "golden", $"request-{name}.txt");
        var written = Write(dialect, ModelOf(dialect), NativeRequests.All[name](), stream: true);
        Assert.Equal(File.ReadAllText(path).Trim(), written);
    }

    private static string ModelOf(Dialect dialect) =>
        dialect == Dialect.BedrockConverse ? "anthropic.claude-opus-4-8-v1:0" : "some-model";

    private static string Write(
        Dialect dialect, string model, Godwit.Providers.GenAI.Requests.GenAIRequest request, bool stream)
    {
        var losses = new LossReport();
        var output = new ArrayBufferWriter<byte>();
        DialectList.Provider(dialect)!.WriteRequest(
            request, new ProviderContext { Model = model, Stream = stream, Losses = losses }, output);
        var body = JsonSerializer.Serialize(JsonDocument.Parse(output.WrittenMemory).RootElement, Indented);
        return $"{body}\n---\n{string.Join('\n', losses.Losses.Select(l => $"{l.Kind} {l.Path}: {l.Reason}"))}".Trim();
    }
}
