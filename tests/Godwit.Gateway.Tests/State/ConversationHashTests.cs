using System.Text;
using Godwit.Gateway.State;
using Xunit;

namespace Godwit.Gateway.Tests.State;

/// <summary>Which requests are of one conversation.</summary>
public sealed class ConversationHashTests
{
    private const string Opening = """{"role":"user","content":"My name is Ada."}""";

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"system","content":"Be brief."},%OPENING%]}""",
        """{"model":"m","messages":[{"role":"system","content":"Be brief."},%OPENING%,{"role":"assistant","content":"Hi."},{"role":"user","content":"And I?"}]}""")]
    [InlineData("""{"messages":[%OPENING%],"system":"Be brief.","model":"m"}""",
        """{"messages":[%OPENING%,{"role":"assistant","content":"Hi."}],"system":"Be brief, now.","model":"other"}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"Hi"}]}]}""",
        """{"contents":[{"parts":[{"text":"Hi"}]},{"role":"model","parts":[{"text":"Hello"}]}]}""")]
    [InlineData("""{"input":"One.","prompt_cache_key":"k"}""", """{"prompt_cache_key":"k","input":"Two.","user":"u"}""")]
    public void Requests_of_one_conversation_have_the_same(string first, string second)
    {
        Assert.NotEqual(0u, Of(first));
        Assert.Equal(Of(first), Of(second));
    }

    [Theory]
    [InlineData("""{"messages":[%OPENING%]}""", """{"messages":[{"role":"user","content":"My name is Bob."}]}""")]
    [InlineData("""{"messages":[%OPENING%],"user":"a"}""", """{"messages":[%OPENING%],"user":"b"}""")]
    [InlineData("""{"prompt_cache_key":"a","messages":[%OPENING%]}""", """{"prompt_cache_key":"b","messages":[%OPENING%]}""")]
    [InlineData("""{"user":"a"}""", """{"user":"b"}""")]
    public void Those_of_different_ones_do_not(string first, string second) => Assert.NotEqual(Of(first), Of(second));

    [Theory]
    [InlineData("""{"model":"m","messages":[]}""")]
    [InlineData("""{"messages":[1,"x",null,[],{"role":7},{"role":"system"}]}""")]
    [InlineData("""{"messages":{"role":"user"},"user":3,"prompt_cache_key":null}""")]
    [InlineData("[]")]
    [InlineData("{\"messages\":[{\"role\":\"use")]
    [InlineData("not json")]
    [InlineData("")]
    public void Where_nothing_tells_it_there_is_none(string body) => Assert.Equal(0u, Of(body));

    [Fact]
    public void A_long_opening_is_known_by_its_beginning()
    {
        var picture = new string('A', 400_000);
        var first = $$$"""{"messages":[{"role":"user","content":"{{{picture}}}"}]}""";
        var second = $$$"""{"messages":[{"role":"user","content":"{{{picture}}}"},{"role":"user","content":"x"}],"user":"u"}""";
        Assert.NotEqual(0u, Of(first));
        Assert.Equal(Of(first), Of(second));
    }

    private static uint Of(string body) => ConversationHash.Of(
        Encoding.UTF8.GetBytes(body.Replace("%OPENING%", Opening, StringComparison.Ordinal)));
}
