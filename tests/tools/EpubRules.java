import com.adobe.epubcheck.tool.EpubChecker;

/** Runs epubcheck on each file that is named, in one JVM, and prints its exit code after its words. */
public class EpubRules {
    public static void main(String[] paths) {
        for (String path : paths) {
            int code = new EpubChecker().run(new String[] {"-q", path});
            System.out.println(path + "\t" + code);
        }
    }
}
