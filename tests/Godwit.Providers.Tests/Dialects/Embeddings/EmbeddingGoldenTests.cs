using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.Embeddings;

/// <summary>Embeddings of each dialect's clients at the other's providers: bytes in, bytes out.</summary>
public sealed class EmbeddingGoldenTests
{
    private const string Folder = "Dialects/Embeddings";

    public static TheoryData<string> Names => GoldenFile.Names(Folder);

    [Theory, MemberData(nameof(Names))]
    public void A_request_and_its_answer_are_translated(string name)
    {
        var golden = GoldenFile.Load(Folder, name);
        var fromGemini = name.StartsWith("from-gemini", StringComparison.Ordinal);
        var openAI = DialectList.Embeddings(Dialect.OpenAIChat)!;
        var gemini = DialectList.Embeddings(Dialect.GeminiGenerateContent)!;
        var (client, provider) = fromGemini ? (gemini, openAI) : (openAI, gemini);
        var batch = !name.Contains("one-", StringComparison.Ordinal);
        var faults = new RequestFaults();
        var request = client.ReadEmbeddingRequest(Bytes(golden["request"]!), batch, faults);
        if (faults.First is { } fault)
        {
            golden.Expect("fault", $"{fault.Code} {fault.Path}: {fault.Message}");
            golden.Save();
            return;
        }

        golden.Expect("extras", string.Join('\n', request.Extras.Select(extra => extra.Path)));
        golden.Expect("written", Written(output => provider.WriteEmbeddingRequest(request, "their-model", output)));
        Answer(golden, client, provider, request);
        golden.Save();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[1]}""")]
    [InlineData("""{"data":[{"index":7,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"embedding":["1"]}]}""")]
    [InlineData("""{"data":[{"embedding":[1e400]}]}""")]
    [InlineData("""{"data":[{"embedding":"AAA="}]}""")]
    [InlineData("""{"data":[{"embedding":"\ud800"}]}""")]
    [InlineData("""{"embeddings":[{"values":{}}]}""")]
    [InlineData("""{"embeddings":[[]]}""")]
    public void An_answer_that_is_none_is_told_from_one(string body)
    {
        foreach (var dialect in (Dialect[])[Dialect.OpenAIChat, Dialect.GeminiGenerateContent])
            Assert.Null(DialectList.Embeddings(dialect)!.ReadEmbeddingAnswer(Bytes(body)));
    }

    [Fact]
    public void A_request_that_is_damaged_anywhere_is_read_or_refused()
    {
        foreach (var name in GoldenFile.Names(Folder))
        {
            var whole = Bytes(GoldenFile.Load(Folder, name.Data)["request"]!);
            for (var seed = 0; seed < 300; seed++)
            {
                var damaged = Mutation.Of(whole, seed);
                foreach (var dialect in (Dialect[])[Dialect.OpenAIChat, Dialect.GeminiGenerateContent])
                {
                    var faults = new RequestFaults();
                    var client = DialectList.Embeddings(dialect)!;
                    var request = client.ReadEmbeddingRequest(damaged, batch: true, faults);
                    if (faults.First is null)
                        client.WriteEmbeddingRequest(request, "m", new ArrayBufferWriter<byte>());
                    client.ReadEmbeddingAnswer(damaged);
                }
            }
        }
    }

    [Fact]
    public void Dialects_without_embeddings_have_none() =>
        Assert.Null(DialectList.Embeddings(Dialect.AnthropicMessages));

    private static void Answer(
        GoldenFile golden, IEmbeddingDialect client, IEmbeddingDialect provider, EmbeddingRequest request)
    {
        var answer = provider.ReadEmbeddingAnswer(Bytes(golden["answer"]!));
        Assert.NotNull(answer);
        var losses = new LossReport();
        golden.Expect("given", Written(
            output => client.WriteEmbeddingAnswer(answer, request, "our-model", losses, output)));
        golden.Expect("usage", answer.Usage?.InputTokens?.ToString(null, null) ?? "unknown");
        golden.Expect("losses", GoldenFile.Describe(losses));
    }

    private static string Written(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
